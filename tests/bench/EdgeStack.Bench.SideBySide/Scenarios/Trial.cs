using System.Diagnostics;
using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;
using EdgeStack.Bench.SideBySide.Measuring;
using EdgeStack.Bench.SideBySide.Processes;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>Starts a contestant, warms it up, puts it under the load of a scenario and ends it.</summary>
/// <param name="backends">What it forwards to.</param>
/// <param name="warmUp">How long it is warmed up.</param>
/// <param name="duration">How long it is measured.</param>
internal sealed class Trial(Backends backends, TimeSpan warmUp, TimeSpan duration)
{
    public async Task<Figures> RunAsync(Contestant contestant, Scenario scenario, CancellationToken cancellation)
    {
        using TemporaryFolder folder = new();
        Site site = new(folder.Path, FreePort.Closed(), backends.Http, scenario.Hosts);
        StartCommand command = contestant.StartFor(site);
        long started = Stopwatch.GetTimestamp();
        await using ChildProcess proxy = ChildProcess.Start(command, folder.Path);
        await FirstAnswer.WaitAsync(site.Port, Site.HostName(0), proxy.MustRun, cancellation);
        TimeSpan start = Stopwatch.GetElapsedTime(started);
        ProcessTree processes = new(proxy.Id);
        long idle = processes.ResidentBytes();
        LoadResult warm = await scenario.WarmUpAsync(site, warmUp * contestant.WarmUps, cancellation);

        await using MemoryWatch memory = new(processes);
        TimeSpan before = processes.CpuTime();
        LoadResult load = await scenario.LoadAsync(site, duration, warm, cancellation);
        TimeSpan cpu = processes.CpuTime() - before;
        proxy.MustRun();
        return new Figures
        {
            Start = start,
            IdleBytes = idle,
            PeakBytes = memory.PeakBytes,
            CpuMicroseconds = cpu.TotalMicroseconds / Math.Max(1, load.Requests),
            PerSecond = load.PerSecond,
            P50 = load.P50,
            P99 = load.P99,
            Errors = load.Errors,
        };
    }
}
