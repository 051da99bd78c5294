using System.Collections.Concurrent;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.Collector.Tests.SideBySide;

/// <summary>Another project's exporter, as it is installed on this machine, on a port of the loopback address.</summary>
internal sealed class ForeignExporter : IAsyncDisposable
{
    private const int Attempts = 5;

    private static readonly string[] Folders = ["/usr/bin", "/usr/local/bin"];

    private readonly CancellationTokenSource _kill = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Task<CommandResult> _ended;
    private readonly Uri _address;

    private ForeignExporter(string program, IReadOnlyList<string> options, IReadOnlyDictionary<string, string?> environment)
    {
        int port = FreePort.Closed();
        _address = new Uri($"http://127.0.0.1:{port}/metrics");
        _ended = Cli.Wrap(program).WithArguments([$"--web.listen-address=127.0.0.1:{port}", .. options]).WithEnvironmentVariables(environment)
            .WithStandardErrorPipe(PipeTarget.ToDelegate(_said.Enqueue)).WithValidation(CommandResultValidation.None).ExecuteAsync(_kill.Token).Task;
    }

    /// <summary>Where a program is installed; null when it is not.</summary>
    public static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>What a program says about its options.</summary>
    public static async Task<string> HelpOfAsync(string program)
    {
        BufferedCommandResult help = await Cli.Wrap(program).WithArguments("--help").WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return help.StandardOutput + help.StandardError;
    }

    /// <summary>Starts it; it answers.</summary>
    /// <param name="program">Its file.</param>
    /// <param name="options">Its options, without the address.</param>
    /// <param name="environment">What it is told in another way: no secret belongs among options.</param>
    public static async Task<ForeignExporter> StartAsync(string program, IReadOnlyList<string> options, IReadOnlyDictionary<string, string?>? environment = null)
    {
        // Between the look for a free port and its use somebody else may take it.
        for (int attempt = 1; ; attempt++)
        {
            ForeignExporter exporter = new(program, options, environment ?? new Dictionary<string, string?>());
            try
            {
                await Eventually.HoldsAsync(exporter.IsThereAsync, $"{program} answers");
                return exporter;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                await exporter.DisposeAsync();
            }
        }
    }

    /// <summary>Scrapes it once. What belongs to its own runtime and not to what it measures is left out.</summary>
    /// <param name="query">Behind the path: <c>?collect[]=cpu</c>.</param>
    public async Task<Scrape> ScrapeAsync(string query = "") => (await ScrapeAllAsync(query)).Without("go_", "process_", "promhttp_", "node_scrape_collector_");

    /// <summary>Scrapes it once, with what it says about itself.</summary>
    public async Task<Scrape> ScrapeAllAsync(string query)
    {
        using HttpResponseMessage answer = await _client.GetAsync(new Uri(_address, query), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return Scrape.Of(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await _ended;
        }
        catch (OperationCanceledException)
        {
            // killed
        }

        _client.Dispose();
        _kill.Dispose();
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri(_address, "/"), TestContext.Current.CancellationToken);
            return true;
        }
        catch (HttpRequestException fault)
        {
            return _ended.IsCompleted ? throw new InvalidOperationException($"it has ended: {_said.LastOrDefault()}", fault) : false;
        }
    }
}
