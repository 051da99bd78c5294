using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Dns;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack dns plan</c> and <c>edgestack dns apply</c>: the same question, and whether it is answered by doing.</summary>
internal sealed class DnsQuestion(string name, string description, Surroundings surroundings)
{
    private readonly CloudflareConnection _cloudflare = new();
    private readonly AdminConnection _admin = new();
    private readonly Option<string?> _credentials = TunnelFileOption.Create();
    private readonly Option<OutputFormat> _output = OutputOption.Create("A table, one JSON document, or one JSON object a name.");

    private readonly Option<string[]> _routes = new("--routes")
    {
        Description = "Take the hosts from these files or folders instead of asking a gateway.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _takeOver = new("--take-over")
    {
        Description = "Replace the records of this name although they are somebody else's; may be given several times.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _prune = new("--prune") { Description = "Delete records of ours that no route asks for any more." };
    private readonly Option<bool> _wildcard = new("--wildcard") { Description = "One record *.ZONE for all names one level below it, instead of one each." };

    private readonly Option<bool> _follow = new("--follow")
    {
        Description = "Go on until Ctrl-C: look at the routes every 20 s, and with --prune delete what no route has asked for for a day.",
    };

    public Command Create(bool applies)
    {
        Command command = new(name, description)
        {
            _routes, _takeOver, _prune, _wildcard, _credentials, _cloudflare.TokenFile, _cloudflare.Address, _admin.Admin, _admin.TokenFile, _output,
        };
        if (applies)
            command.Options.Add(_follow);
        command.SetAction(async (parsed, _) =>
        {
            if (TunnelFileOption.Read(surroundings, TunnelFileOption.PathOf(surroundings, parsed, _credentials)) is not { } credentials)
                return ExitCode.Usage;
            RecordOwnership ownership = new(credentials.TunnelID);
            if (applies && parsed.GetValue(_follow))
                return await FollowAsync(parsed, ownership);
            (IReadOnlyList<string>? hosts, bool isWhole, int exit) = await HostsAsync(parsed);
            if (hosts is null)
                return exit;
            bool prunes = parsed.GetValue(_prune);
            if (prunes && !isWhole)
            {
                surroundings.Screen.Failure("--prune: some routes have errors, so it is not known which names they ask for; mend them, or leave --prune out");
                return ExitCode.Failure;
            }

            return await _cloudflare.RunAsync(surroundings, parsed, (api, stop) => AnswerAsync(api, parsed, hosts, ownership, applies, _ => prunes, stop));
        });
        return command;
    }

    private async Task<int> FollowAsync(ParseResult parsed, RecordOwnership ownership)
    {
        DnsFollowing following = new(
            async _ => await HostsAsync(parsed) is { Hosts: { } hosts } reading ? (hosts, reading.IsWhole) : null,
            async (hosts, isLongGone) => await _cloudflare.RunAsync(surroundings, parsed, (api, stop) => AnswerAsync(api, parsed, hosts, ownership, applies: true, isLongGone, stop))
                is ExitCode.Fine or ExitCode.ProblemsFound,
            parsed.GetValue(_prune),
            surroundings.Time);
        try
        {
            await following.RunAsync(surroundings.Stop.Gently);
        }
        catch (OperationCanceledException) when (surroundings.Stop.Gently.IsCancellationRequested)
        {
            // Its normal end.
        }

        return ExitCode.Fine;
    }

    private async Task<int> AnswerAsync(
        CloudflareApi api, ParseResult parsed, IReadOnlyList<string> hosts, RecordOwnership ownership, bool applies, Func<DnsChange.Stale, bool> prunes, CancellationToken stop)
    {
        DnsWishes wishes = new([.. (parsed.GetValue(_takeOver) ?? []).Select(taken => taken.ToLowerInvariant())], parsed.GetValue(_wildcard));
        DnsPlan plan = (await new DnsReading(api, surroundings.Screen.Warning).PlanAsync(hosts, ownership, wishes, stop)).Pruning(prunes);
        if (Unasked(wishes, plan) is { } wrong)
        {
            surroundings.Screen.Failure(wrong);
            return ExitCode.Usage;
        }

        DnsReport.Show(plan, ownership, parsed.GetValue(_output), surroundings.Screen);
        int failures = applies ? await ApplyAsync(api, plan, ownership, stop) : 0;
        if (!applies)
            surroundings.Screen.Progress($"{DnsReport.Summary(plan)}. Nothing was changed; `edgestack dns apply` does it.");
        return failures > 0 ? ExitCode.Failure : plan.HasConflicts ? ExitCode.ProblemsFound : ExitCode.Fine;
    }

    private async Task<int> ApplyAsync(CloudflareApi api, DnsPlan plan, RecordOwnership ownership, CancellationToken stop)
    {
        int done = 0;
        DnsApplying applying = new(
            api,
            change =>
            {
                done++;
                surroundings.Screen.Progress($"{change.Action} {change.Name}: done");
            },
            (change, fault) =>
            {
                surroundings.Screen.Failure($"{change.Action} {change.Name}: {(fault.IsRecordInTheWay ? "somebody has made a record of that name meanwhile; look again with `edgestack dns plan`" : fault.Message)}");
                if (fault.Advice is { } advice)
                    surroundings.Screen.Progress(advice);
            });
        int failures = await applying.ApplyAsync(plan, ownership, stop);
        surroundings.Screen.Progress(done == 0 && failures == 0 ? "Nothing to do." : $"{done} done, {failures} failed.");
        return failures;
    }

    // A gateway without routes, or a wrong folder, must not cost every record.
    private static string? Unasked(DnsWishes wishes, DnsPlan plan)
    {
        if (plan.Changes.All(change => change is DnsChange.Stale or DnsChange.NoZone) && plan.Changes.Any(change => change is DnsChange.Stale { IsPruned: true }))
            return "--prune would delete every record of ours, because no route names a host in these zones; is it the right gateway, the right folder?";
        string[] unknown = [.. wishes.TakeOver.Where(taken => !plan.Changes.Any(change => change is not DnsChange.Stale && change.Name == taken))];
        return unknown.Length > 0 ? $"--take-over: no route asks for {string.Join(", ", unknown)}" : null;
    }

    /// <returns>Null when they cannot be had, which has been said; and whether they are those of all routes, none of which is left out for an error.</returns>
    private async Task<(IReadOnlyList<string>? Hosts, bool IsWhole, int Exit)> HostsAsync(ParseResult parsed)
    {
        if (parsed.GetValue(_routes) is not { Length: > 0 } paths)
            return await AskAsync(parsed);
        RouteFiles files = RouteFiles.Find(surroundings.Directory, paths);
        foreach (string missing in files.Missing)
            surroundings.Screen.Failure($"--routes: {missing}");
        if (!files.Missing.IsEmpty)
            return (null, false, ExitCode.Usage);
        LintReading reading = Linter.Read(files, []);
        if (reading.Errors > 0)
            surroundings.Screen.Warning($"the files have errors ({reading.Errors}); `edgestack routes lint {string.Join(' ', paths)}` shows them");
        ImmutableArray<string> hosts = [.. reading.Routes.SelectMany(route => route.Rule.RequiredHosts).Select(host => host.ToString())];
        return (hosts, reading.Errors == 0, ExitCode.Fine);
    }

    private async Task<(IReadOnlyList<string>? Hosts, bool IsWhole, int Exit)> AskAsync(ParseResult parsed)
    {
        // Before the routes: an edit that breaks in between leaves the last good ones listed.
        bool isWhole = true;
        if (parsed.GetValue(_prune))
        {
            (AdminAnswer.Problems? problems, int told) = await _admin.AskAsync<AdminAnswer.Problems>(surroundings, parsed, (client, stop) => client.ListProblemsAsync(stop));
            if (problems is null)
                return (null, false, told);
            isWhole = !problems.List.Problems.Any(problem => problem.LeavesOut);
        }

        (AdminAnswer.Routes? routes, int exit) = await _admin.AskAsync<AdminAnswer.Routes>(surroundings, parsed, (client, stop) => client.ListRoutesAsync(stop));
        return (routes is null ? null : [.. routes.List.Routes.SelectMany(route => route.Hosts)], isWhole, exit);
    }
}
