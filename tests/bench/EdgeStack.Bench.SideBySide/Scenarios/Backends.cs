using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;
using EdgeStack.Bench.SideBySide.Processes;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>What stands behind the proxies, from the first scenario to the last.</summary>
internal sealed class Backends : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ChildProcess> _processes = [];

    /// <summary>nginx: <c>127.0.0.1:port</c>.</summary>
    public required string Http { get; init; }

    /// <summary>The WebSocket echo, in the same form.</summary>
    public required string Echo { get; init; }

    public static async Task<Backends> StartAsync(CancellationToken cancellation)
    {
        int http = FreePort.Closed(), echo = FreePort.Closed();
        Backends backends = new() { Http = $"127.0.0.1:{http}", Echo = $"127.0.0.1:{echo}" };
        try
        {
            await backends.StartAsync("http", http, folder => NginxBackend.StartFor(folder, http), cancellation);
            await backends.StartAsync("echo", echo, _ => new StartCommand(Environment.ProcessPath!, EchoServer.Command, $"{echo}"), cancellation);
            return backends;
        }
        catch
        {
            await backends.DisposeAsync();
            throw;
        }
    }

    /// <summary>Throws with the last words of one that has ended by itself: whoever stands before it has no figures then.</summary>
    public void MustRun()
    {
        foreach (ChildProcess process in _processes)
            process.MustRun();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess process in _processes)
            await process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(string name, int port, Func<string, StartCommand> command, CancellationToken cancellation)
    {
        string folder = Directory.CreateDirectory(_folder.File(name)).FullName;
        ChildProcess process = ChildProcess.Start($"the {name} backend", command(folder), folder);
        _processes.Add(process);
        await FirstAnswer.WaitAsync(port, Site.HostName(0), process.MustRun, cancellation);
    }
}
