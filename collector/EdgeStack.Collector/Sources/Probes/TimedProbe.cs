using System.Globalization;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>Ends a try when its time is over, and says how long it took.</summary>
internal static class TimedProbe
{
    /// <param name="run">The try; it tells what it knows when it is cancelled, too.</param>
    /// <param name="timeout">The most that it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it from outside.</param>
    public static async Task<ProbeResult> RunAsync(Func<CancellationToken, Task<ProbeResult>> run, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(timeout, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        long start = time.GetTimestamp();
        ProbeResult result = await RunAsync(run, either.Token, cancellation);
        result.Took = time.GetElapsedTime(start);
        cancellation.ThrowIfCancellationRequested();
        if (late.IsCancellationRequested)
            result.Problem = string.Create(CultureInfo.InvariantCulture, $"took longer than {timeout.TotalSeconds:0.###} s");
        return result;
    }

    private static async Task<ProbeResult> RunAsync(Func<CancellationToken, Task<ProbeResult>> run, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await run(either);
        }
#pragma warning disable CA1031 // a try that fails in a way that nobody thought of is one that failed, and costs no other its result
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new ProbeResult { Problem = $"the try failed in a way that was not foreseen ({fault.GetType().Name}), which is a mistake of ours: please report it" };
        }
    }
}
