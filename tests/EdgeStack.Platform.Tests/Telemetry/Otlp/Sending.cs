using System.Diagnostics.Metrics;
using EdgeStack.Telemetry.Otlp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Platform.Tests.Telemetry.Otlp;

/// <summary>A sender with a clock of its own that runs until the test is over.</summary>
internal sealed class Sending : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ExportClient _client;
    private readonly ExportSender _sender;

    public Sending(Uri endpoint, OtlpProtocol protocol = OtlpProtocol.Http)
    {
        Target = new OtlpTarget(endpoint) { ServiceName = "test", ServiceVersion = "1", Protocol = protocol, Headers = [new("X-Api-Key", "secret")] };
        _client = new ExportClient(Target, Time);
        _sender = new ExportSender(Target, Waiting, _client, _services.GetRequiredService<IMeterFactory>(), Time, Log);
    }

    public OtlpTarget Target { get; }

    public FakeTimeProvider Time { get; } = new();

    public WaitingExports Waiting { get; } = new();

    public RecordingLogger<ExportSender> Log { get; } = new();

    public WaitingHandler Handler(string signal) => new(signal, Target.Protocol, Waiting, _client);

    public Task StartAsync() => _sender.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => _sender.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets a second pass again and again until the condition holds.</summary>
    public Task PassUntilAsync(Func<bool> condition, string what) => PassUntilAsync(condition, () => true, what);

    /// <summary>The same, but never while an export is on its way: its time is not to end.</summary>
    /// <param name="condition">Holds in the end.</param>
    /// <param name="bytes">What waits when none is on its way.</param>
    /// <param name="what">What holds then.</param>
    public Task PassBetweenUntilAsync(Func<bool> condition, int bytes, string what) => PassUntilAsync(condition, () => Waiting.Bytes == bytes, what);

    private Task PassUntilAsync(Func<bool> condition, Func<bool> mayPass, string what) => Eventually.HoldsAsync(() =>
    {
        if (mayPass())
            Time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    }, what);

    public async ValueTask DisposeAsync()
    {
        await _sender.StopAsync(new CancellationToken(canceled: true));
        _sender.Dispose();
        _client.Dispose();
        await _services.DisposeAsync();
    }
}
