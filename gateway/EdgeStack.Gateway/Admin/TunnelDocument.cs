namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/tunnel</c> (docs/contracts/tunnel.md).</summary>
internal sealed record TunnelDocument
{
    public required string Mode { get; init; }

    public required string State { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public required string Sentence { get; init; }

    /// <summary>Of cloudflared; null until it has said it.</summary>
    public required string? Version { get; init; }

    /// <summary>The address of a free tunnel.</summary>
    public required string? PublicUrl { get; init; }

    public required int ReadyConnections { get; init; }

    public required int ExpectedConnections { get; init; }

    public required IReadOnlyList<TunnelDocumentConnection> Connections { get; init; }

    /// <summary>By reason; only those there were.</summary>
    public required IReadOnlyDictionary<string, int> Restarts { get; init; }

    /// <summary>Null while cloudflared runs, or when nothing is tried again by itself.</summary>
    public required DateTimeOffset? NextStart { get; init; }

    public required IReadOnlyList<TunnelDocumentPrecheck> Prechecks { get; init; }

    /// <summary>Rules of Cloudflare's own configuration that lead elsewhere than to the gateway.</summary>
    public required IReadOnlyList<TunnelDocumentRule> Elsewhere { get; init; }

    /// <summary>The newest last.</summary>
    public required IReadOnlyList<TunnelDocumentEvent> Events { get; init; }

    /// <summary>The last lines of cloudflared, the newest last.</summary>
    public required IReadOnlyList<string> Lines { get; init; }
}

internal sealed record TunnelDocumentConnection(int Index, string? Location, string? Protocol, string? Address);

internal sealed record TunnelDocumentPrecheck(string Component, string Target, string Status);

internal sealed record TunnelDocumentRule(string Host, string Service);

internal sealed record TunnelDocumentEvent(DateTimeOffset Time, string Level, string Message);
