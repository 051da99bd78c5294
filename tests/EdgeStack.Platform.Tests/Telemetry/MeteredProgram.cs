using System.Diagnostics.Metrics;
using System.Text;
using EdgeStack.Telemetry;

namespace EdgeStack.Platform.Tests.Telemetry;

/// <summary>A meter of its own name with a bridge that hears it alone, since listeners are shared by the whole test process.</summary>
internal sealed class MeteredProgram : IDisposable
{
    public MeteredProgram(Func<MetricsBridgeOptions, MetricsBridgeOptions>? change = null)
    {
        Meter = new Meter($"EdgeStack.Tests.{Guid.NewGuid():N}");
        MetricsBridgeOptions options = new() { Meters = [Meter.Name], IncludeProcess = false };
        Bridge = MetricsBridge.Start(change is null ? options : change(options), Log);
    }

    public Meter Meter { get; }

    public MetricsBridge Bridge { get; }

    public RecordingLogger<MetricsBridge> Log { get; } = new();

    public static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);

    public async Task<string> ScrapeAsync(MetricsFormat? format = null)
    {
        using MemoryStream body = new();
        await Bridge.WriteAsync(body, format ?? MetricsFormat.PlainText, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    /// <summary>The sample lines whose name starts so, in order of text.</summary>
    public async Task<string[]> SamplesAsync(string name) =>
    [
        .. (await ScrapeAsync()).Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Bridge.Dispose();
        Meter.Dispose();
    }
}
