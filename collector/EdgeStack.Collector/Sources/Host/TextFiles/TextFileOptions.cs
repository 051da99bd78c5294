namespace EdgeStack.Collector.Sources.Host.TextFiles;

/// <summary>Where metrics of scripts are found.</summary>
internal sealed class TextFileOptions
{
    /// <summary>Folders whose files <c>*.prom</c> are read. Scripts for node_exporter work when its folder is added: Debian's is <c>/var/lib/prometheus/node-exporter</c>.</summary>
    public IList<string> Folders { get; } = ["/var/lib/edgestack/textfile"];
}
