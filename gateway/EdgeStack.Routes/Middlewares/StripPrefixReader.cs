using System.Collections.Immutable;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class StripPrefixReader
{
    private const string Prefixes = "prefixes";

    public static readonly MiddlewareKind Kind = new("stripPrefix", [Prefixes], Read) { NotYet = ["forceSlash"] };

    private static MiddlewareSpec.StripPrefix Read(MiddlewareOptions options)
    {
        ImmutableArray<string>.Builder prefixes = ImmutableArray.CreateBuilder<string>();
        foreach ((string prefix, Mark at) in options.Texts(Prefixes))
        {
            if (PathText.Fault(prefix) is { } fault)
                options.Report(Prefixes, at, $"prefix '{prefix}' {fault}", prefix.StartsWith('/') ? null : $"write '/{prefix}'");
            prefixes.Add(PathText.Encode(prefix));
        }

        options.Require(Prefixes, "'stripPrefix' has no 'prefixes'", "add 'prefixes: [/v2]'");
        options.RequireItems(Prefixes, "'prefixes' is empty", "write 'prefixes: [/v2]'");
        return new MiddlewareSpec.StripPrefix(new OptionList<string>(prefixes.ToImmutable()));
    }
}
