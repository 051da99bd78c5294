namespace EdgeStack.Gateway.Visitor;

/// <summary>Where a visitor's address is from. A closed list and a contract (docs/contracts/access-log.md).</summary>
internal static class ClientSource
{
    /// <summary>The connection's other end, which is nobody we believe about others.</summary>
    public const string Direct = "direct";

    /// <summary>A trusted peer named it in CF-Connecting-IP.</summary>
    public const string CfConnectingIp = "cf-connecting-ip";

    /// <summary>A trusted peer named it in X-Forwarded-For.</summary>
    public const string XForwardedFor = "x-forwarded-for";

    /// <summary>The other end is a trusted peer that named nobody: the address is its own.</summary>
    public const string Peer = "peer";

    /// <summary>The tunnel named nobody, and its socket has no address.</summary>
    public const string Tunnel = "tunnel";

    /// <summary>A trusted peer named somebody, but not by one valid address: as <see cref="Peer"/> or <see cref="Tunnel"/>.</summary>
    public const string Invalid = "invalid";
}
