using System.Globalization;
using Prometheus;

namespace EdgeStack.Telemetry.Families;

/// <summary>
/// The process as the ecosystem's dashboards expect it: prometheus-net's own families, and beside them those it lacks under the names
/// that Prometheus's client libraries agree on.
/// </summary>
internal sealed class ProcessFamilies
{
    private const string MaxFdsLine = "Max open files";

    private readonly string _procSelf;
    private readonly Gauge _residentBytes;
    private readonly Gauge _openFds;
    private readonly Gauge _maxFds;

    public ProcessFamilies(CollectorRegistry registry, string procSelf)
    {
        _procSelf = procSelf;
        DotNetStats.Register(registry);
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        GaugeConfiguration whenKnown = new() { SuppressInitialValue = true };
        _residentBytes = factory.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.", whenKnown);
        _openFds = factory.CreateGauge("process_open_fds", "Number of open file descriptors.", whenKnown);
        _maxFds = factory.CreateGauge("process_max_fds", "Maximum number of open file descriptors.", whenKnown);
    }

    public void Observe()
    {
        _residentBytes.Set(Environment.WorkingSet);
        try
        {
            _openFds.Set(Directory.EnumerateFileSystemEntries(Path.Combine(_procSelf, "fd")).Count());
            if (ReadMaxFds() is { } most)
                _maxFds.Set(most);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // No procfs here, or not for us: the families stay away, which is what their absence means elsewhere too.
        }
    }

    // "Max open files            1024                 524288               files": the soft limit is the one that bites.
    private double? ReadMaxFds()
    {
        string? line = File.ReadLines(Path.Combine(_procSelf, "limits"))
            .FirstOrDefault(text => text.StartsWith(MaxFdsLine, StringComparison.Ordinal));
        string? soft = line?[MaxFdsLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return double.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out double most) ? most : null;
    }
}
