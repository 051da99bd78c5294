using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Collector.Sources.Probes;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Hosting.Otlp;

namespace EdgeStack.Collector.Settings;

/// <summary>Everything that can be set. Defaults stand here and in the options of the sources, and nowhere else; names and descriptions in <see cref="SettingsCatalogue"/>.</summary>
internal sealed class CollectorOptions
{
    /// <summary>What this program measures.</summary>
    public IReadOnlySet<Role> Roles { get; set; } = new HashSet<Role> { Role.Node };

    public string Listener { get; set; } = "http://0.0.0.0:9910";

    /// <summary>The label <c>cluster</c> of everything that is mirrored; dashboards for Kubernetes ask for it.</summary>
    public string? ClusterLabel { get; set; }

    /// <summary>Whether families are shown under names too that dashboards of today ask for although exporters call them otherwise.</summary>
    public bool DriftedNames { get; set; } = true;

    /// <summary>Whether families of the machine are shown under node_exporter's names of before 2018 too.</summary>
    public bool OldNames { get; set; }

    public NodeOptions Node { get; } = new();

    public MariaDbOptions Databases { get; } = new();

    public ClusterOptions Cluster { get; } = new();

    public ScrapedOptions Scraped { get; } = new();

    public ProbesOptions Probes { get; } = new();

    public OtlpOptions Otlp { get; } = new();

    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    public bool ShutdownWithStdin { get; set; }
}
