namespace EdgeStack.Routes.Upstreams;

/// <summary>On which requests from other sites a cookie is sent.</summary>
public enum CookieSameSite
{
    /// <summary>When a visitor follows a link.</summary>
    Lax,

    /// <summary>On none.</summary>
    Strict,

    /// <summary>On all.</summary>
    None,
}
