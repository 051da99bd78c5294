namespace EdgeStack.Gateway.Access;

/// <summary>Keeps the keys of all teams fresh, so that no visitor waits for them.</summary>
internal sealed class KeyRefresh(AccessTeams teams, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        do
            await teams.RefreshAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
