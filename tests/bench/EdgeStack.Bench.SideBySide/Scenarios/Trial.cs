using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Load;
using EdgeStack.Bench.SideBySide.Measuring;

namespace EdgeStack.Bench.SideBySide.Scenarios;

/// <summary>Starts a contestant, warms it up, puts it under the load of a scenario and ends it.</summary>
/// <param name="backends">What it forwards to.</param>
/// <param name="warmUp">How long it is warmed up.</param>
/// <param name="duration">How long it is measured.</param>
internal sealed class Trial(Backends backends, TimeSpan warmUp, TimeSpan duration)
{
    public async Task<Figures> RunAsync(Contestant contestant, Scenario scenario, CancellationToken cancellation)
    {
        await using RunningProxy proxy = new(contestant, backends, scenario.Hosts, scenario.BeforeEcho);
        TimeSpan start = await proxy.StartAsync(cancellation);
        Site site = proxy.Site;
        ProcessTree processes = new(proxy.ProcessId);
        long idle = processes.ResidentBytes();
        LoadResult warm = await proxy.UnderAsync(() => scenario.WarmUpAsync(site, warmUp * contestant.WarmUps, cancellation));

        await using MemoryWatch memory = new(processes);
        TimeSpan before = processes.CpuTime();
        LoadResult load = await proxy.UnderAsync(() => scenario.LoadAsync(site, duration, warm, cancellation));
        TimeSpan cpu = processes.CpuTime() - before;
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
