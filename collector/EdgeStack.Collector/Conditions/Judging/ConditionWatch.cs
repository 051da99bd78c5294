namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Judges the conditions again and again.</summary>
internal sealed class ConditionWatch(ConditionBoard board, TimeProvider time) : BackgroundService
{
    // As often as most sources are read.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        do
            board.Judge();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
