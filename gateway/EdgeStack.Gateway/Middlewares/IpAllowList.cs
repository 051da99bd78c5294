using System.Collections.Immutable;
using System.Net;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>Lets in some addresses only. A visitor whose address is not known is nobody on the list. Hot path: see AllocationTests.</summary>
internal sealed class IpAllowList(MiddlewareSpec.IpAllowList spec) : Middleware
{
    private readonly ImmutableArray<AddressRange> _ranges = spec.Ranges.Items;

    public override string Name => "ipAllowList";

    public override ValueTask<bool> BeforeAsync(HttpContext context, RequestExchange exchange) =>
        exchange.Client is { } client && IsAllowed(client)
            ? ValueTask.FromResult(true)
            : MiddlewareAnswer.SendAsync(context, exchange, spec.RejectStatus, "ipAllowList: the address is not on the list");

    private bool IsAllowed(IPAddress client)
    {
        foreach (AddressRange range in _ranges)
        {
            if (range.Contains(client))
                return true;
        }

        return false;
    }
}
