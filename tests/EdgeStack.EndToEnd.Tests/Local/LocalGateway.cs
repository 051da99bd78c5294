using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CliWrap;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>A gateway's process of the test's own, on free loopback ports, with routes from a folder.</summary>
internal sealed partial class LocalGateway : IAsyncDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly CancellationTokenSource _kill = new();
    private readonly TaskCompletionSource<Match> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalGateway(string[] program, TemporaryFolder folder, IReadOnlyDictionary<string, string?>? environment, string[] settings)
    {
        CommandTask<CommandResult> running = Cli.Wrap(program[0]).WithEnvironmentVariables(environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
            .WithArguments([.. program[1..], "--routes", folder.Path, "--listeners.public", AnyPort, "--listeners.admin", AnyPort, "--listeners.metrics", AnyPort, .. settings])
            .WithValidation(CommandResultValidation.None)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                Said.Enqueue(line);
                if (Addresses().Match(line) is { Success: true } addresses)
                    _serving.TrySetResult(addresses);
            }))
            .ExecuteAsync(_kill.Token);
        (Ended, ProcessId) = (running.Task, running.ProcessId);
    }

    public IPEndPoint Public { get; private set; } = new(IPAddress.None, 0);

    public IPEndPoint Metrics { get; private set; } = new(IPAddress.None, 0);

    public Task<CommandResult> Ended { get; }

    public int ProcessId { get; }

    /// <summary>Its own log.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public static Task<LocalGateway> StartAsync(TemporaryFolder folder, params string[] settings) => StartAsync([Programs.Gateway], folder, null, settings);

    /// <param name="program">The gateway, or what runs it and the gateway.</param>
    /// <param name="folder">Its routes.</param>
    /// <param name="environment">Variables beside those of the test.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<LocalGateway> StartAsync(string[] program, TemporaryFolder folder, IReadOnlyDictionary<string, string?>? environment, params string[] settings)
    {
        LocalGateway gateway = new(program, folder, environment, settings);
        Match addresses = await gateway._serving.Task.WaitAsync(TestContext.Current.CancellationToken);
        (gateway.Public, gateway.Metrics) = (IPEndPoint.Parse(addresses.Groups["public"].Value), IPEndPoint.Parse(addresses.Groups["metrics"].Value));
        return gateway;
    }

    /// <summary>A ConfigMap with these routes, one a line.</summary>
    public static string Routes(params string[] routes) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: a, namespace: default, labels: { edgestack.dev/routes: "true" } }
        data:
          routes.yaml: |
            routes:
        {{string.Join('\n', routes.Select(route => $"      - {route}"))}}

        """;

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string signal) =>
        await Cli.Wrap("kill").WithArguments([$"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture)]).ExecuteAsync(TestContext.Current.CancellationToken);

    /// <summary>Memory that the process holds at this moment, in bytes.</summary>
    public async Task<long> ResidentAsync()
    {
        const string Field = "VmRSS:";
        string line = (await File.ReadAllLinesAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/status"))).Single(line => line.StartsWith(Field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(Field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await Ended;
        }
        catch (OperationCanceledException)
        {
            // killed
        }

        _kill.Dispose();
    }

    [GeneratedRegex("Serving on http://(?<public>[^;]+); .* metrics and health on http://(?<metrics>.+)$")]
    private static partial Regex Addresses();
}
