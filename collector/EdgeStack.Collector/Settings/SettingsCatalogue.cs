using System.Collections.Immutable;
using EdgeStack.Hosting.Otlp;
using EdgeStack.Hosting.Settings;
using static EdgeStack.Hosting.Settings.SettingText;

namespace EdgeStack.Collector.Settings;

/// <summary>Every setting. Help, docs/collector-settings.md, unknown-key errors and reading all come from this list.</summary>
internal static class SettingsCatalogue
{
    private static readonly ImmutableArray<Setting<CollectorOptions>> All =
    [
        new("roles", "node|database|cluster", "What is measured: the machine, database servers, a Kubernetes cluster. May be given several times.",
            o => string.Join(',', o.Roles.Select(role => role.ToString().ToLowerInvariant())), Roles, IsList: true),
        new("listeners.metrics", "URL", "The pages for scrapers, /healthz/live and /healthz/ready.",
            o => o.Listener, (o, v) => Listener(v, url => o.Listener = url)),
        new("labels.cluster", "NAME", "Label cluster of everything that is mirrored; dashboards for Kubernetes choose by it. Default: no such label.",
            o => o.ClusterLabel ?? "", (o, v) => NotEmpty(v, name => o.ClusterLabel = name)),
        new("names.drifted", "true|false", "Show families also under names that popular dashboards ask for and exporters do not use, such as node_kernel_hung_tasks and kube_hpa_labels.",
            o => o.DriftedNames ? "true" : "false", (o, v) => Flag(v, flag => o.DriftedNames = flag)),
        new("names.old", "true|false", "Show families of the machine also under node_exporter's names of before 2018, such as node_cpu, for old dashboards; many more series.",
            o => o.OldNames ? "true" : "false", (o, v) => Flag(v, flag => o.OldNames = flag)),
        .. NodeSettings.All,
        .. DatabaseSettings.All,
        .. ClusterSettings.All,
        .. TargetSettings.All,
        .. OtlpSettings.All<CollectorOptions>(o => o.Otlp, null),
        new("log.level", "LEVEL", "Least level of the program's own log on stderr: Debug, Information, Warning or Error.",
            o => o.LogLevel.ToString(), (o, v) => Level(v, level => o.LogLevel = level)),
        new("shutdown.withStdin", "true|false", "Stop when standard input ends: for a parent process that may die without a word.",
            o => o.ShutdownWithStdin ? "true" : "false", (o, v) => Flag(v, flag => o.ShutdownWithStdin = flag)),
    ];

    public static ProgramSettings<CollectorOptions> Program { get; } = new("edgestack-collector", "/etc/edgestack/collector.yaml", All,
        static options => DatabaseSettings.Complete(options).Concat(TargetSettings.Complete(options)));

    private static string? Roles(CollectorOptions options, string value)
    {
        // With commas between them also on the command line, as in the environment: no role has one in it.
        foreach (string word in value.Split(',', StringSplitOptions.TrimEntries))
        {
            // The first one that is given takes the place of the default.
            if (SettingText.OneOf<Role>(word, role => options.Roles = options.Roles is ImmutableHashSet<Role> given ? given.Add(role) : ImmutableHashSet.Create(role)) is { } wrong)
                return wrong;
        }

        return null;
    }
}
