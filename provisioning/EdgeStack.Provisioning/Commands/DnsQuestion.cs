using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Dns;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tunnels;

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

    public Command Create(bool applies)
    {
        Command command = new(name, description)
        {
            _routes, _takeOver, _prune, _wildcard, _credentials, _cloudflare.TokenFile, _cloudflare.Address, _admin.Admin, _admin.TokenFile, _output,
        };
        command.SetAction(async (parsed, _) =>
        {
            string file = TunnelFileOption.PathOf(surroundings, parsed.GetValue(_credentials));
            if (!TunnelCredentials.TryRead(file, out TunnelCredentials? credentials, out string? why))
            {
                surroundings.Screen.Failure(why);
                surroundings.Screen.Progress("`edgestack tunnel create` makes a tunnel, or fetches the credentials of one; --credentials names another file.");
                return ExitCode.Usage;
            }

            (IReadOnlyList<string>? hosts, int exit) = await HostsAsync(parsed);
            if (hosts is null)
                return exit;
            DnsWishes wishes = new([.. (parsed.GetValue(_takeOver) ?? []).Select(taken => taken.ToLowerInvariant())], parsed.GetValue(_prune), parsed.GetValue(_wildcard));
            return await _cloudflare.RunAsync(surroundings, parsed, (api, stop) => AnswerAsync(api, hosts, new RecordOwnership(credentials.TunnelID), wishes, parsed.GetValue(_output), applies, stop));
        });
        return command;
    }

    private async Task<int> AnswerAsync(
        CloudflareApi api, IReadOnlyList<string> hosts, RecordOwnership ownership, DnsWishes wishes, OutputFormat output, bool applies, CancellationToken stop)
    {
        DnsPlan plan = await new DnsReading(api, surroundings.Screen.Warning).PlanAsync(hosts, ownership, wishes, stop);
        if (Unasked(wishes, plan) is { } wrong)
        {
            surroundings.Screen.Failure(wrong);
            return ExitCode.Usage;
        }

        DnsReport.Show(plan, ownership, output, surroundings.Screen);
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
        if (wishes.Prune && plan.Changes.All(change => change is DnsChange.Stale or DnsChange.NoZone) && plan.Changes.Any(change => change is DnsChange.Stale))
            return "--prune would delete every record of ours, because no route names a host in these zones; is it the right gateway, the right folder?";
        string[] unknown = [.. wishes.TakeOver.Where(taken => !plan.Changes.Any(change => change is not DnsChange.Stale && change.Name == taken))];
        return unknown.Length > 0 ? $"--take-over: no route asks for {string.Join(", ", unknown)}" : null;
    }

    /// <returns>Null when they cannot be had, which has been said.</returns>
    private async Task<(IReadOnlyList<string>? Hosts, int Exit)> HostsAsync(ParseResult parsed)
    {
        if (parsed.GetValue(_routes) is not { Length: > 0 } paths)
        {
            (AdminAnswer.Routes? routes, int exit) = await _admin.AskAsync<AdminAnswer.Routes>(surroundings, parsed, (client, stop) => client.ListRoutesAsync(stop));
            return (routes is null ? null : [.. routes.List.Routes.SelectMany(route => route.Hosts)], exit);
        }

        RouteFiles files = RouteFiles.Find(surroundings.Directory, paths);
        foreach (string missing in files.Missing)
            surroundings.Screen.Failure($"--routes: {missing}");
        if (!files.Missing.IsEmpty)
            return (null, ExitCode.Usage);
        LintReading reading = Linter.Read(files, []);
        if (reading.Errors > 0)
            surroundings.Screen.Warning($"the files have errors ({reading.Errors}); `edgestack routes lint {string.Join(' ', paths)}` shows them");
        ImmutableArray<string> hosts = [.. reading.Routes.SelectMany(route => route.Rule.RequiredHosts).Select(host => host.ToString())];
        return (hosts, ExitCode.Fine);
    }
}
