namespace EdgeStack.Routes.Upstreams;

/// <summary>The cookie that leads a visitor to the endpoint that has answered before.</summary>
/// <param name="Name">Its name.</param>
public sealed record StickyCookie(string Name)
{
    /// <summary>Whether it is sent over https only; null for what the visitor came by.</summary>
    public bool? Secure { get; init; }

    /// <summary>True when scripts cannot read it.</summary>
    public bool HttpOnly { get; init; } = true;

    public CookieSameSite SameSite { get; init; } = CookieSameSite.Lax;

    /// <summary>How long a browser keeps it; null for as long as the browser runs.</summary>
    public TimeSpan? MaxAge { get; init; }

    public string Path { get; init; } = "/";
}
