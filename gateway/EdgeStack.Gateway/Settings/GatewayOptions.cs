using EdgeStack.Hosting.Otlp;

namespace EdgeStack.Gateway.Settings;

/// <summary>Everything that can be set. Defaults stand here and nowhere else; names and descriptions in <see cref="SettingsCatalogue"/>.</summary>
internal sealed class GatewayOptions
{
    public ListenerOptions Listeners { get; } = new();

    public VisitorOptions Visitor { get; } = new();

    public KubernetesSourceOptions Kubernetes { get; } = new();

    public GrantOptions Grants { get; } = new();

    public UpstreamOptions Upstreams { get; } = new();

    public ConnectionOptions Connections { get; } = new();

    public TunnelOptions Tunnel { get; } = new();

    /// <summary>Folders with route files; empty means none.</summary>
    public IReadOnlyList<string> Routes { get; set; } = [];

    /// <summary>Where the gateway may keep what a restart without the API server needs; used only when it exists and can be written to.</summary>
    public string StateFolder { get; set; } = "/var/lib/edgestack/gateway";

    public string? AdminTokenFile { get; set; }

    public OtlpOptions Otlp { get; } = new();

    public AccessLogOptions AccessLog { get; } = new();

    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>How long everything goes on after SIGTERM, but for readiness.</summary>
    public TimeSpan ShutdownDelay { get; set; }

    /// <summary>How long running requests may take to finish after that.</summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(20);

    public bool ShutdownWithStdin { get; set; }

    /// <summary>Kubernetes is a source when it is asked for, or when there is no folder.</summary>
    public bool UsesKubernetes => Routes.Count == 0 || Kubernetes.Kubeconfig is not null || Kubernetes.Namespaces.Count > 0;
}
