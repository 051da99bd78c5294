using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>
/// The server's configuration, in a file that is read behind Debian's. That it is in force is asked of the server; what somebody set at run time is another start's matter, what
/// another file says is the user's.
/// </summary>
internal sealed class ServerConfiguration(Database database) : IStep
{
    public const string Unit = "mariadb.service";

    private const string Path = "/etc/mysql/mariadb.conf.d/60-edgestack.cnf";

    // The program reads the file as it will at its start. Some of what it does not like it only tells.
    private const string Check = "said=$(mariadbd --defaults-file=\"$1\" --user=mysql --help --verbose 2>&1 >/dev/null) || { printf '%s\\n' \"$said\"; exit 1; }; ! printf '%s\\n' \"$said\" | grep -e '\\[ERROR\\]' -e adjusted";

    // At a boot an address may come after the server, which then would end for good.
    private static readonly ManagedFile UnitFile = new($"/etc/systemd/system/{Unit}.d/edgestack.conf", Content.OfText("""
        # managed by edgestack: db.config
        [Unit]
        Wants=network-online.target
        After=network-online.target

        [Service]
        Restart=on-failure
        RestartSec=5s

        """));

    private static readonly FactQuery.Command Memory = new("sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/\\1/p' /proc/meminfo");
    private static readonly FactQuery.Command Variables = SqlScript.Query("SHOW GLOBAL VARIABLES;");
    private static readonly FactQuery.Command Written = new("my_print_defaults --mysqld");
    private static readonly FactQuery.Unit UnitQuery = new(Unit);

    public string Name => "db.config";

    public string Title => "MariaDB's configuration, fitted to the memory";

    public ImmutableArray<FactQuery> Queries => [new FactQuery.File(Path), UnitFile.Query, Memory, NodeAddresses.Query, Variables, Written, UnitQuery];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (!long.TryParse(facts[Memory].Text, out long memory))
            throw new FormatException("/proc/meminfo cannot be read");
        if (Bind(facts) is not { } bind)
            return new StepOutcome.Blocked("its own address is not known", "write it as an IP address: database.bind");
        MemoryProfile profile = MemoryProfile.Of(database.Profile, memory);
        ImmutableArray<ServerSetting> settings = ServerSettings.Of(profile, bind, database.RequiresTls);
        ManagedFile file = FileOf(profile, settings);
        UnitState unit = new(Unit, [file, UnitFile]);
        List<Difference> differences = [.. new[] { file, UnitFile }.Select(one => one.Compare(facts.Own)).OfType<Difference>()];
        List<NodeAction> actions = [.. differences.OfType<Difference.File>().Select(one => new NodeAction.WriteFile(one.Wanted))];
        if (unit.Compare(facts.Own) is { } state)
        {
            differences.AddRange(state.Differences);
            actions.Add(state.Action);
        }

        return actions.Count > 0 ? new StepOutcome.Change([.. differences], [.. actions], Risk.Restart) : JudgeRunning(facts, settings);
    }

    /// <summary>The file of a profile.</summary>
    public static ManagedFile FileOf(MemoryProfile profile, ImmutableArray<ServerSetting> settings)
    {
        string lines = string.Concat(settings.Select(setting => $"{setting.Line}\n"));
        return new ManagedFile(Path, Content.OfText($"# managed by edgestack: db.config\n# fitted to {profile.Name} of memory (database.profile in the inventory)\n[mariadbd]\n{lines}")) { Check = Check };
    }

    private static StepOutcome JudgeRunning(NodeFacts facts, ImmutableArray<ServerSetting> settings)
    {
        if (facts[Variables].ExitCode != 0)
            return new StepOutcome.Blocked("root cannot log in to MariaDB over its Unix socket", "`sudo mariadb` on the node shows why; Debian's way is root@localhost IDENTIFIED VIA unix_socket");
        FrozenDictionary<string, string> now = facts[Variables].Lines.Select(line => line.Split('\t', 2)).Where(row => row.Length == 2).ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        ImmutableArray<ServerSetting> others = [.. settings.Where(setting => now.GetValueOrDefault(setting.Name) is { } value && !IsSame(setting, value))];
        if (others.IsEmpty)
            return StepOutcome.Unchanged.Instance;
        ImmutableArray<string> overridden = [.. others.Where(setting => LastWritten(facts, setting) is { } written && written != setting.Value).Select(setting => setting.Name)];
        return overridden.IsEmpty
            ? new StepOutcome.Change([.. others.Select(setting => new Difference.Value(setting.Name, now[setting.Name], setting.InForce))], [new NodeAction.StartUnit(Unit, facts.Of(UnitQuery).Stamp, facts.Of(UnitQuery))], Risk.Restart)
            : new StepOutcome.Blocked($"another file of MariaDB says otherwise ({string.Join(", ", overridden)})", "`grep -rn '' /etc/mysql/mariadb.conf.d` shows which is read behind 60-edgestack.cnf");
    }

    // log_bin is a name in the file, and ON in force.
    private static bool IsSame(ServerSetting setting, string now) => setting.Name == "log_bin" ? now == "ON" : now.Equals(setting.InForce, StringComparison.OrdinalIgnoreCase);

    private static string? LastWritten(NodeFacts facts, ServerSetting setting) => facts[Written].Lines.Select(line => line.TrimStart('-').Split('=', 2)).LastOrDefault(pair => pair.Length == 2 && setting.IsNamed(pair[0]))?[1];

    private string? Bind(NodeFacts facts) => database.Bind switch
    {
        Database.OnAll => "*",
        Database.OnLocal => "127.0.0.1",
        Database.OnNode => NodeAddresses.Of(facts.Node, facts) is { } own ? $"127.0.0.1,{own}" : null,
        _ => $"127.0.0.1,{IPAddress.Parse(database.Bind)}",
    };
}
