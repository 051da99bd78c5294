using System.Collections.Immutable;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Takes the first matching prefix off the path, letter by letter as Traefik does, not by whole segments.</summary>
internal sealed class StripPrefix(MiddlewareSpec.StripPrefix spec) : Middleware
{
    private const string ForwardedPrefix = "X-Forwarded-Prefix";

    private readonly ImmutableArray<string> _prefixes = spec.Prefixes.Items;

    public override string Name => "stripPrefix";

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        string target = exchange.Target;
        if (target[0] != '/')
            return ValueTask.FromResult(true);
        ReadOnlySpan<char> path = target.AsSpan(0, TargetPath.PathLength(target));
        foreach (string prefix in _prefixes)
        {
            int length = TargetPath.LengthOfPrefix(path, prefix);
            if (length < 0)
                continue;
            // One slash: '//x' reads as another host.
            while (length < path.Length && path[length] == '/')
                length++;
            string rest = string.Concat("/", target.AsSpan(length));
            // '/api../x' without '/api' would climb, and so would '/../x' behind every prefix.
            if (!TargetPath.IsNormal(target) || !TargetPath.IsNormal(rest) || rest is ['/', '\\', ..])
                return Refuse(context, exchange);
            exchange.Target = rest;
            exchange.AppendTrusted(ForwardedPrefix, prefix);
            break;
        }

        return ValueTask.FromResult(true);
    }

    private static ValueTask<bool> Refuse(HttpContext context, RequestExchange exchange) =>
        MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status400BadRequest, "stripPrefix: the path is not a normal one");
}
