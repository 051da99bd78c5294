namespace EdgeStack.Routes.Middlewares;

internal static class RedirectSchemeReader
{
    private const string Scheme = "scheme", Port = "port", Permanent = "permanent";

    public static readonly MiddlewareKind Kind = new("redirectScheme", [Scheme, Port, Permanent], Read);

    private static MiddlewareSpec.RedirectScheme? Read(MiddlewareOptions options)
    {
        const int HighestPort = 65535;
        options.Require(Scheme, "'redirectScheme' has no 'scheme'", "add 'scheme: https'");
        string? scheme = options.Text(Scheme);
        if (scheme is not (null or "http" or "https"))
            options.Report(Scheme, $"scheme '{scheme}' is not one to send visitors to", "write https (or http)");
        bool hasPort = options.Text(Port) is { Length: > 0 };
        int port = hasPort ? (int)options.Whole(Port, 1, 1, HighestPort) : 0;
        return scheme is null ? null : new MiddlewareSpec.RedirectScheme(scheme, hasPort && port != StandardPort(scheme) ? port : null, options.Flag(Permanent));
    }

    private static int StandardPort(string scheme) => scheme == "https" ? 443 : 80;
}
