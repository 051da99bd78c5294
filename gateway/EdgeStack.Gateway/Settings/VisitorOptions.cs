using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Settings;

/// <summary>Whom to believe about who is calling.</summary>
internal sealed class VisitorOptions
{
    /// <summary>Proxies in front of us. Loopback is none of them unless it stands here.</summary>
    public ImmutableArray<AddressRange> TrustedPeers { get; set; } = [];
}
