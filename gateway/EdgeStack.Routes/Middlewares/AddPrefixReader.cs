namespace EdgeStack.Routes.Middlewares;

internal static class AddPrefixReader
{
    private const string Prefix = "prefix";

    public static readonly MiddlewareKind Kind = new("addPrefix", [Prefix], Read);

    private static MiddlewareSpec.AddPrefix? Read(MiddlewareOptions options)
    {
        options.Require(Prefix, "'addPrefix' has no 'prefix'", "add 'prefix: /v2'");
        if (options.Text(Prefix) is not { } prefix)
            return null;
        if (PathText.Fault(prefix) is { } fault)
            options.Report(Prefix, $"prefix '{prefix}' {fault}", prefix.StartsWith('/') ? null : $"write '/{prefix}'");
        // The path that follows has a slash of its own.
        return new MiddlewareSpec.AddPrefix(PathText.Encode(prefix.TrimEnd('/')));
    }
}
