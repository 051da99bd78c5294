using EdgeStack.Collector.Publishing;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Settings;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Tests.Machines;
using EdgeStack.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Publishing;

/// <summary>The program with an OpenTelemetry collector on loopback.</summary>
public sealed class PublishingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OtlpProtocol.Http)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task A_machine_s_points_the_programs_own_metrics_and_its_log_arrive(OtlpProtocol protocol)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol == OtlpProtocol.Grpc);
        using Machine machine = Machine.Of("pi5");
        await using (WebApplication app = CollectorHost.Build(Options(machine, receiver, protocol)))
        {
            await app.StartAsync(Cancellation);
            await Eventually.HoldsAsync(() => receiver.Points.Any(point => point.Metric == "system.cpu.time"), "the machine's points arrive");
            await app.StopAsync(Cancellation);
        }

        OtlpPoint time = receiver.Points.First(point => point is { Metric: "system.cpu.time", Attributes: "cpu.logical_number=[0], cpu.mode=user" });
        Assert.Equal(("s", "counter"), (time.Unit, time.Kind));
        Assert.Contains(receiver.Points, point => point is { Metric: "system.cpu.load_average.1m", Kind: "gauge" });
        Assert.Contains(receiver.Points, point => point is { Metric: "system.memory.usage", Kind: "updowncounter", Attributes: "system.memory.state=used" });
        IReadOnlyDictionary<string, string> resource = Assert.Single(receiver.Resources, resource => resource.ContainsKey("k8s.cluster.name"));
        Assert.Equal(("edgestack-collector", "home", "linux"), (resource["service.name"], resource["k8s.cluster.name"], resource["os.type"]));
        // The same after each start, for all that the program sends.
        Assert.All(receiver.Resources, sent => Assert.Equal(sent["host.name"], sent["service.instance.id"]));
        // OpenTelemetry's own exporter is read by the same reader: what we write is read as what it writes.
        Assert.Contains(receiver.Points, point => point is { Metric: "edgestack_collector_scrape_failures_total", Kind: "counter", Attributes: "source=loadavg" });
        Assert.Contains(receiver.Points, point => point is { Metric: "edgestack_collector_series", Kind: "gauge", Value: > 100 });
        Assert.Contains(receiver.LogBodies, body => body.StartsWith("Serving on ", StringComparison.Ordinal));
        Assert.Empty(receiver.Spans);
        Assert.All(receiver.Keys, key => Assert.Equal("secret", key));
    }

    [Fact]
    public async Task A_point_is_exported_once_a_minute_and_not_again_while_its_source_was_not_read_again()
    {
        FakeTimeProvider time = new(Board.Read.AddSeconds(10));
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        using Machine machine = Machine.Of("pi4");
        await using WebApplication app = CollectorHost.Build(Options(machine, receiver, OtlpProtocol.Http), services => services.AddSingleton<TimeProvider>(time).AddSingleton(Board.Of("node_load1 1\n", "node_load5 5\n")));
        SourceBoard board = app.Services.GetRequiredService<SourceBoard>();
        foreach (IHostedService publisher in app.Services.GetServices<IHostedService>().Where(service => service.GetType().Namespace is { } name && (name.EndsWith("Publishing", StringComparison.Ordinal) || name.EndsWith("Otlp", StringComparison.Ordinal))))
            await publisher.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => receiver.Points.Count == 2, "the first export arrives");

        Board.Say(board.All[1], "node_load5 6\n", Board.Read.AddSeconds(60));
        time.Advance(TimeSpan.FromMinutes(1));

        await Eventually.HoldsAsync(() => receiver.Points.Count == 3, "the second export arrives");
        OtlpPoint second = receiver.Points.Last();
        Assert.Equal(("system.cpu.load_average.5m", 6, Board.Read.AddSeconds(60)), (second.Metric, second.Value, second.Times.At));
    }

    [Theory]
    [InlineData("Database", null, "machine", "machine")]
    [InlineData("Database", "home", "machine", "machine")]
    [InlineData("Cluster", null, "machine", "machine")]
    [InlineData("Cluster", "home", "home", null)]
    [InlineData("Cluster, Database", "home", "machine", "machine")]
    public async Task Who_measures_no_machine_goes_by_its_own_or_where_replicas_take_turns_by_the_cluster_s_name(string roles, string? cluster, string instance, string? host)
    {
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        CollectorOptions options = new() { Listener = "http://127.0.0.1:0", ClusterLabel = cluster, Roles = roles.Split(", ").Select(Enum.Parse<Role>).ToHashSet() };
        options.Otlp.Endpoint = receiver.Endpoint;
        OtlpTarget target = options.Otlp.Target("edgestack-collector", typeof(MetricsPublisher).Assembly)!;
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddMetrics().AddSingleton(TimeProvider.System).AddOtlp(target).BuildServiceProvider();
        WaitingExports waiting = services.GetRequiredService<WaitingExports>();
        IHostedService sender = Assert.Single(services.GetServices<IHostedService>(), service => service.GetType().Namespace == typeof(WaitingExports).Namespace);

        new MetricsPublisher(Board.Of("mysql_global_status_uptime 5\n"), waiting, target, options, TimeProvider.System, NullLogger<MetricsPublisher>.Instance).Publish();

        await sender.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() => !receiver.Resources.IsEmpty, "the export arrives");
        await sender.StopAsync(Cancellation);
        IReadOnlyDictionary<string, string> resource = Assert.Single(receiver.Resources);
        Assert.Equal((Own(instance), Own(host), cluster), (resource["service.instance.id"], resource.GetValueOrDefault("host.name"), resource.GetValueOrDefault("k8s.cluster.name")));

        static string? Own(string? name) => name == "machine" ? Environment.MachineName : name;
    }

    [Fact]
    public async Task Without_a_receiver_nothing_of_it_is_made()
    {
        using Machine machine = Machine.Of("pi4");
        await using WebApplication app = CollectorHost.Build(new CollectorOptions { Listener = "http://127.0.0.1:0", Node = { Roots = machine.Roots } });
        Assert.Null(app.Services.GetService<WaitingExports>());
        Assert.DoesNotContain(app.Services.GetServices<IHostedService>(), service => service.GetType().Namespace!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    private static CollectorOptions Options(Machine machine, OtlpReceiver receiver, OtlpProtocol protocol)
    {
        CollectorOptions options = new() { Listener = "http://127.0.0.1:0", ClusterLabel = "home" };
        options.Node.Roots = machine.Roots;
        options.Otlp.Endpoint = receiver.Endpoint;
        options.Otlp.Protocol = protocol;
        options.Otlp.Headers = [new("X-Api-Key", "secret")];
        return options;
    }
}
