using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>The time zone, and somebody who sets the clock: a Raspberry Pi has none of its own that survives a power cut.</summary>
/// <param name="timezone">Null leaves it as it is.</param>
internal sealed class Clock(string? timezone) : IStep
{
    private const string Keeper = "systemd-timesyncd.service";

    // Kubernetes' and TLS' patience is longer; a clock that somebody keeps is within a second.
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    private static readonly FactQuery.Command Now = new("date +%s");
    // What timedatectl says, without the service behind it: starting that takes longer than all other questions of a plan, and one that cannot start is waited for.
    private static readonly FactQuery.Command Zone = new("zone=$(readlink /etc/localtime); case $zone in *zoneinfo/*) echo \"${zone##*zoneinfo/}\" ;; '') [ -e /etc/localtime ] && echo 'a file that is no link' || echo UTC ;; *) echo \"$zone\" ;; esac");
    private static readonly FactQuery.Command Others = new("set -- chrony chronyd ntpsec ntp; systemctl is-active \"$@\" | while read -r state; do [ \"$state\" != active ] || echo \"$1\"; shift; done; systemd-detect-virt -c");
    private static readonly UnitState Keeping = new(Keeper, []);

    public string Name => "base.time";

    public string Title => "time zone and clock";

    public ImmutableArray<FactQuery> Queries => [Now, Zone, Others, Keeping.Query];

    public StepOutcome Judge(NodeFacts facts)
    {
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        string zone = facts[Zone].Text;
        if (timezone is not null && zone != timezone)
        {
            differences.Add(new Difference.Value("time zone", zone, timezone));
            actions.Add(new NodeAction.Run($"set the time zone {timezone}", $"[ -e /usr/share/zoneinfo/{ShellText.Quote(timezone)} ] || {{ echo \"no such time zone in /usr/share/zoneinfo\" >&2; exit 1; }}; timedatectl set-timezone {ShellText.Quote(timezone)}")
            {
                UndoScript = $"timedatectl set-timezone {ShellText.Quote(zone)}",
            });
        }

        string[] others = facts[Others].Lines;
        bool isContainer = others.LastOrDefault() is { } kind and not "none" && kind.Length > 0;
        if (others.Length == 1 && !isContainer && Keeping.Compare(facts.Own) is { } clock)
        {
            if (!facts.Of(Keeping.Query).IsThere)
            {
                differences.Add(new Difference.Value("package systemd-timesyncd", null, ""));
                actions.Add(new NodeAction.InstallPackages(new NameList(["systemd-timesyncd"])));
            }

            differences.AddRange(clock.Differences);
            actions.Add(clock.Action);
        }

        return actions.Count > 0 ? new StepOutcome.Change([.. differences], [.. actions])
            : isContainer ? new StepOutcome.Unsupported("the clock of a container is its host's")
            : JudgeSkew(facts) ?? (StepOutcome)StepOutcome.Unchanged.Instance;
    }

    private static StepOutcome.Blocked? JudgeSkew(NodeFacts facts)
    {
        if (facts.Own.Asked is not var (begin, end) || !long.TryParse(facts[Now].Text, CultureInfo.InvariantCulture, out long seconds))
            return null;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        TimeSpan skew = now < begin ? now - begin : now > end ? now - end : TimeSpan.Zero;
        return skew.Duration() <= MostSkew ? null : new StepOutcome.Blocked(
            string.Create(CultureInfo.InvariantCulture, $"its clock is {skew.Duration():d\\.hh\\:mm\\:ss} {(skew < TimeSpan.Zero ? "behind" : "ahead of")} yours: certificates and packages would not be valid there"),
            $"`timedatectl timesync-status` on {facts.Node.Name} says whether it gets the time over the network (UDP 123 out); or is it yours that is wrong?");
    }
}
