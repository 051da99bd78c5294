using System.Diagnostics;
using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;
using EdgeStack.Bench.SideBySide.Processes;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>A contestant in a folder and on a port of its own, both gone with it.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Contestant _contestant;
    private readonly Backends _backends;
    private ChildProcess? _process;

    public RunningProxy(Contestant contestant, Backends backends, int hosts, bool beforeEcho = false)
    {
        (_contestant, _backends) = (contestant, backends);
        Site = new Site(_folder.Path, FreePort.Closed(), beforeEcho ? backends.Echo : backends.Http, hosts);
    }

    public Site Site { get; }

    /// <summary>Once it has been started.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Returns when the first host is served, with how long that took.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="arrange">Adds to what the proxy reads before it starts.</param>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellation, Action? arrange = null)
    {
        StartCommand command = _contestant.StartFor(Site);
        arrange?.Invoke();
        long started = Stopwatch.GetTimestamp();
        _process = ChildProcess.Start(_contestant.Name, command, _folder.Path);
        await FirstAnswer.WaitAsync(Site.Port, Site.HostName(0), MustRun, cancellation);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Writes a file as editors do, new beside old and then renamed.</summary>
    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Puts it under a load. When something has ended by itself meanwhile, that is thrown and not how the load noticed.</summary>
    public async Task<LoadResult> UnderAsync(Func<Task<LoadResult>> load)
    {
        try
        {
            return await load();
        }
        finally
        {
            MustRun();
        }
    }

    /// <summary>Throws with the last words of what has ended by itself, it or a backend.</summary>
    public void MustRun()
    {
        _backends.MustRun();
        _process!.MustRun();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }
}
