using System.Text.RegularExpressions;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Tests.Machines;
using Microsoft.AspNetCore.Builder;

namespace EdgeStack.Collector.Tests.Contracts;

/// <summary>docs/contracts/collector-metrics.md against the page of a running collector.</summary>
public sealed partial class CollectorMetricsPageTests
{
    [Fact]
    public async Task Every_family_that_the_collector_shows_of_itself_stands_on_the_page_with_its_type()
    {
        using Machine machine = Machine.Of("pi4");
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        CollectorOptions options = new() { Listener = "http://127.0.0.1:0" };
        options.Node.Roots = machine.Roots;
        options.Otlp.Endpoint = receiver.Endpoint;
        await using WebApplication app = CollectorHost.Build(options);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new(new SocketsHttpHandler());
        string shown = "";
        // Counted once the receiver has answered, which is after it has what was sent.
        await Eventually.HoldsAsync(
            async () => (shown = await client.GetStringAsync(new Uri(new Uri(app.Urls.First()), "/metrics"), TestContext.Current.CancellationToken)).Contains("edgestack_otlp_exports_total", StringComparison.Ordinal), "something was exported");

        string page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "collector-metrics.md"), TestContext.Current.CancellationToken);
        (string Name, string Type)[] families = [.. Families().Matches(shown).Select(match => (match.Groups["name"].Value, match.Groups["type"].Value)).Where(family => !family.Item1.StartsWith("edgestack_metrics_", StringComparison.Ordinal))];
        Assert.Contains(("edgestack_collector_source_state", "gauge"), families);
        Assert.Contains(("edgestack_otlp_exports_total", "counter"), families);
        Assert.All(families, family => Assert.Contains($"| `{family.Name}` | {family.Type} |", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("^# TYPE (?<name>edgestack_[a-z_]+) (?<type>[a-z]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Families();
}
