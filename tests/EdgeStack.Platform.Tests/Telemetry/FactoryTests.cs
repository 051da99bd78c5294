using System.Diagnostics.Metrics;
using System.Text;
using EdgeStack.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class FactoryTests
{
    [Fact]
    public async Task Two_programs_in_one_process_each_measure_themselves()
    {
        await using ServiceProvider one = Program(), two = Program();
        MetricsBridge first = one.GetRequiredService<MetricsBridge>(), second = two.GetRequiredService<MetricsBridge>();
        Count(one, 1);
        Count(two, 20);
        Assert.Contains("edgestack_factory_test_total 1\n", await ScrapeAsync(first), StringComparison.Ordinal);
        Assert.Contains("edgestack_factory_test_total 20\n", await ScrapeAsync(second), StringComparison.Ordinal);
    }

    private static ServiceProvider Program() =>
        new ServiceCollection().AddLogging().AddMetrics().AddMetricsBridge(new MetricsBridgeOptions { Meters = ["EdgeStack.FactoryTest"], IncludeProcess = false }).BuildServiceProvider();

    private static void Count(ServiceProvider program, int value) =>
        program.GetRequiredService<IMeterFactory>().Create("EdgeStack.FactoryTest").CreateCounter<int>("edgestack_factory_test_total", null, "Test.").Add(value);

    private static async Task<string> ScrapeAsync(MetricsBridge bridge)
    {
        using MemoryStream body = new();
        await bridge.WriteAsync(body, MetricsFormat.PlainText, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
