using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Local;

/// <summary>What <c>edgestack up</c> was asked for.</summary>
/// <param name="RoutesFolder">Full path of the owner's route files.</param>
/// <param name="PublicPort">0 takes any free port.</param>
/// <param name="Output">The form of the access log on standard output.</param>
internal sealed record LocalStackSettings(string RoutesFolder, int PublicPort, OutputFormat Output)
{
    public const int DefaultPublicPort = 8080;

    /// <summary>cloudflared ends before the gateway does.</summary>
    public static readonly TimeSpan StopGraceWithTunnel = TimeSpan.FromSeconds(20);

    /// <summary>Taken when free, else any free port: only the public port is something that people rely on.</summary>
    public int AdminPort { get; init; } = 9902;

    /// <inheritdoc cref="AdminPort"/>
    public int MetricsPort { get; init; } = 9901;

    /// <inheritdoc cref="AdminPort"/>
    public int CollectorPort { get; init; } = 9910;

    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A free tunnel beside it; null keeps everything on this machine.</summary>
    public QuickTunnel? Tunnel { get; init; }

    /// <summary>Between asking the gateway to stop and killing it.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
