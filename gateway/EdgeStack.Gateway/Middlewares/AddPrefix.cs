using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Puts a prefix before the path.</summary>
internal sealed class AddPrefix(MiddlewareSpec.AddPrefix spec) : Middleware
{
    private readonly string _prefix = spec.Prefix;

    public override string Name => "addPrefix";

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange)
    {
        string target = exchange.Target;
        if (target[0] != '/')
            return ValueTask.FromResult(true);
        // With '..' the visitor would leave the prefix again.
        if (!TargetPath.IsNormal(target))
            return MiddlewareAnswer.SendAsync(context, exchange, StatusCodes.Status400BadRequest, "addPrefix: the path is not a normal one");
        exchange.Target = _prefix + target;
        return ValueTask.FromResult(true);
    }
}
