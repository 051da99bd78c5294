namespace EdgeStack.Provisioning.AdminApi;

/// <summary>The tunnel as the gateway's admin API tells it.</summary>
internal sealed record AdminTunnel
{
    /// <summary>The state of a tunnel that visitors get through with all its connections.</summary>
    public const string Ready = "ready";

    /// <summary>The state of a gateway without a tunnel.</summary>
    public const string Disabled = "disabled";

    public required string Mode { get; init; }

    public required string State { get; init; }

    /// <summary>What is wrong and what to do.</summary>
    public required string Sentence { get; init; }

    public string? Version { get; init; }

    /// <summary>The address of a free tunnel.</summary>
    public string? PublicUrl { get; init; }

    public int ReadyConnections { get; init; }

    public int ExpectedConnections { get; init; }

    /// <summary>Whether visitors get through.</summary>
    public bool Carries => State is Ready or "degraded";
}
