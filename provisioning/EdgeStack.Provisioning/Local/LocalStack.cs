using EdgeStack.Provisioning.AccessLog;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Local;

/// <summary>
/// The gateway, its sample backend and the collector on this machine, from start to end: sample, backend, manifests, programs, welcome, wait, stop.
/// </summary>
internal sealed class LocalStack(LocalStackSettings settings, ProgramLocator locator, LocalCollector collector, Screen screen, HttpClient http, TimeProvider time)
{
    public async Task<LocalStackEnd> RunAsync(StopRequests stop)
    {
        if (locator.Find() is not { } executable)
            return Missing();
        LocalPlan plan = LocalPlan.For(settings);
        if (plan is not LocalPlan.Ready { Addresses: var addresses })
            return Failed(((LocalPlan.Refused)plan).Why);
        if (!TryCreateSample())
            return LocalStackEnd.Failed;

        await using WhoamiBackend backend = await WhoamiBackend.StartAsync(stop.Gently);
        if (TryGenerate(backend.Address) is not { } generated)
            return LocalStackEnd.Failed;
        using (generated)
            return await RunGatewayAsync(executable, addresses, generated, stop);
    }

    private GeneratedFolder? TryGenerate(Uri backend)
    {
        try
        {
            return GeneratedFolder.Create(backend);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            screen.Failure($"nothing can be written to the folder for temporary files (TMPDIR): {error.Message}");
            return null;
        }
    }

    private async Task<LocalStackEnd> RunGatewayAsync(
        string executable, LocalAddresses addresses, GeneratedFolder generated, StopRequests stop)
    {
        ProgramProcess gateway = new(
            executable,
            GatewayArguments.For(addresses, [settings.RoutesFolder, generated.Routes], generated.SettingsFile, settings.Tunnel is { } tunnel ? (tunnel, generated.Tunnel) : null),
            ShowAccess,
            screen.Progress,
            settings.StopGrace,
            time);

        // Cancelled when the gateway is to end: by the person, or by us because it never became ready.
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop.Gently);
        Task<ProgramExit> exit = gateway.RunAsync(new StopRequests(end.Token, stop.Hard));
        bool ready = await BecameReadyAsync(addresses, exit, end.Token);
        // It takes the gateway's metrics along, and would say that they cannot be had if it began before.
        await using LocalCollector.Running? measuring = ready ? collector.Start(addresses, generated.SettingsFile, stop.Hard) : null;
        if (measuring is not null)
            Welcome.Show(addresses, await HostsAsync(addresses, end.Token), await measuring.IsReadyAsync(end.Token), Shown(settings.RoutesFolder), screen);
        else if (!exit.IsCompleted)
            await end.CancelAsync();
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        Task following = ready ? FollowTunnelAsync(addresses, ended.Token) : Task.CompletedTask;
        using (stop.Gently.Register(() => screen.Progress("Stopping ...")))
        {
            ProgramExit how = await exit;
            await ended.CancelAsync();
            await following;
            return Judge(how, ready, stop);
        }
    }

    private Task FollowTunnelAsync(LocalAddresses addresses, CancellationToken end) => settings.Tunnel is { } tunnel
        ? new PublicAddress(new AdminApiClient(http, addresses.Admin, token: null, time), screen, time).FollowAsync(tunnel.Host, end)
        : Task.CompletedTask;

    private async Task<bool> BecameReadyAsync(LocalAddresses addresses, Task<ProgramExit> exit, CancellationToken end)
    {
        using CancellationTokenSource noUse = CancellationTokenSource.CreateLinkedTokenSource(end);
        Task<bool> ready = new ReadyProbe(http, addresses.Metrics, time).WaitAsync(settings.ReadyTimeout, noUse.Token);
        await Task.WhenAny(ready, exit);
        await noUse.CancelAsync();
        try
        {
            return await ready && !exit.IsCompleted;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Those that surely answer first: of active routes, and the sample's before all. An admin API that does not answer costs these addresses, nothing else.
    private async Task<IReadOnlyList<string>> HostsAsync(LocalAddresses addresses, CancellationToken end)
    {
        try
        {
            AdminApiClient admin = new(http, addresses.Admin, token: null, time);
            if (await admin.ListRoutesAsync(end) is not AdminAnswer.Routes { List: var list })
                return [];
            IEnumerable<string> exact = list.Routes
                .OrderByDescending(route => route.State == AdminRoute.Active)
                .ThenByDescending(route => route.Hosts.Contains(SampleRoutes.Host, StringComparer.OrdinalIgnoreCase))
                .SelectMany(route => route.Hosts)
                .Where(host => !host.Contains('*'));
            return [.. exact.Distinct(StringComparer.OrdinalIgnoreCase)];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private LocalStackEnd Judge(ProgramExit exit, bool ready, StopRequests stop)
    {
        bool asked = stop.Gently.IsCancellationRequested;
        switch (exit)
        {
            case ProgramExit.NotStarted notStarted:
                return Failed($"the gateway cannot be started: {notStarted.Why}");
            case ProgramExit.Left left:
                string words = left.LastErrors.IsEmpty ? ", without a word" : "; its last words:";
                screen.Failure($"the gateway ended by itself with exit code {left.ExitCode}{words}");
                foreach (string line in left.LastErrors)
                    screen.Progress($"  {line}");
                return LocalStackEnd.Failed;
            case ProgramExit.Killed when asked && !stop.Hard.IsCancellationRequested:
                return Failed($"the gateway did not stop within {settings.StopGrace.TotalSeconds:0.#} s and was killed");
            case ProgramExit.Killed when asked:
                return LocalStackEnd.Interrupted;
            default:
                if (asked)
                    return ready ? LocalStackEnd.Stopped : LocalStackEnd.Interrupted;
                return Failed($"the gateway was not ready within {settings.ReadyTimeout.TotalSeconds:0.#} s; what it said stands above");
        }
    }

    private bool TryCreateSample()
    {
        try
        {
            if (SampleRoutes.CreateIfMissing(settings.RoutesFolder) is { } created)
                screen.Progress($"There was no folder {Shown(settings.RoutesFolder)}: wrote {Shown(created)}, a sample to start from.");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            screen.Failure($"the sample cannot be written: {error.Message}");
            return false;
        }
    }

    private void ShowAccess(string line)
    {
        if (settings.Output == OutputFormat.Text)
            screen.Data(AccessLine.Of(line, time.LocalTimeZone));
        else
            screen.RawData(line);
    }

    private LocalStackEnd Missing()
    {
        screen.Failure($"{locator.Executable} was not found; looked for:");
        foreach (string candidate in locator.Candidates)
            screen.Progress($"  {candidate}");
        screen.Progress("Install it beside `edgestack`, or build it: `dotnet build gateway/EdgeStack.Gateway`.");
        return LocalStackEnd.Failed;
    }

    private LocalStackEnd Failed(string why)
    {
        screen.Failure(why);
        return LocalStackEnd.Failed;
    }

    // ./routes rather than the whole path: that is what people type.
    private string Shown(string path) => $"./{Path.GetRelativePath(Path.GetDirectoryName(settings.RoutesFolder)!, path)}";
}
