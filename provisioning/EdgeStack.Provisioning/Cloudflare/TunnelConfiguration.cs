using System.Text.Json.Nodes;

namespace EdgeStack.Provisioning.Cloudflare;

/// <summary>The rules of a tunnel that is managed at Cloudflare. It is written whole, so what we do not know is kept as it came.</summary>
internal sealed record TunnelConfiguration
{
    public int? Version { get; init; }

    /// <summary>Null when nothing was ever written.</summary>
    public JsonObject? Config { get; init; }
}
