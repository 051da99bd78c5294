namespace EdgeStack.Routes.Middlewares;

/// <summary>Where the users of <c>basicAuth</c> stand.</summary>
public abstract record UserSource
{
    private UserSource()
    {
    }

    /// <summary>In the route itself.</summary>
    public sealed record Inline(OptionList<UserEntry> Users) : UserSource;

    /// <summary>In a file as <c>htpasswd</c> writes it, on the gateway's machine.</summary>
    public sealed record File(string Path) : UserSource;

    /// <summary>In a Secret of the route's namespace: key <c>users</c>, or <c>username</c> and <c>password</c>.</summary>
    public sealed record Secret(string Name) : UserSource;
}
