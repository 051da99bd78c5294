namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>Judges the conditions again and again.</summary>
internal sealed class ConditionWatch(ConditionBoard board, TimeProvider time) : BackgroundService
{
    // What is wrong is wrong for minutes: most sources are read twice meanwhile.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        do
            board.Judge();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
