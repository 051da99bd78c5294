using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>
/// A node that keeps the copy: an account without password and shell, whose one key opens sftp and nothing else, and which owns one folder. Its key is not in its own hands.
/// Taken back, the copy stays.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="key">A line of <c>authorized_keys</c> without options.</param>
internal sealed class CopyKeeper(string path, string key) : IStep
{
    /// <summary>The account.</summary>
    public const string Account = "edgestack-backup";

    private const string Home = "/var/lib/edgestack-backup";

    private readonly FactQuery.Command _folder = new($"stat -c '%U %a' -- {ShellText.Quote(path)} 2>/dev/null || echo absent; ls -A -- {ShellText.Quote(path)} 2>/dev/null | head -n 1");

    private readonly ManagedFile _keys = new($"{Home}/.ssh/authorized_keys", Content.OfText($"# managed by edgestack: db.backup.copy\nrestrict,command=\"internal-sftp\" {key}\n"));

    private static readonly FactQuery.Command User = new($"getent passwd {Account} || echo absent");

    /// <summary>The host keys of the node, as the database's node has to know them.</summary>
    public static FactQuery.Command HostKeys { get; } = new("cat /etc/ssh/ssh_host_*_key.pub | cut -d' ' -f1,2 | sort");

    public const string StepName = "db.backup.copy";

    // Of other machines, or gone with the power.
    private static readonly ImmutableArray<string> Elsewhere = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "tmpfs", "ramfs"];

    // What is not there yet will be where its parent is.
    private readonly FactQuery.Command _place = new($"place={ShellText.Quote(path)}; while [ ! -e \"$place\" ]; do place=${{place%/*}}; place=${{place:-/}}; done; findmnt -nro FSTYPE,SOURCE -T \"$place\" | tail -n 1");

    public string Name => StepName;

    public string Title => "an account that keeps the copy of the backups";

    public ImmutableArray<FactQuery> Queries => [User, _folder, _place, _keys.Query, HostKeys];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[_place].Text.Split(' ') is [var kind, var source, ..] && Elsewhere.Contains(kind))
        {
            return new StepOutcome.Blocked($"{path} is no folder on a disk of its own, but {kind} ({source}): the copy may lie on the disk that has the database's data, or on none",
                "take a folder on one of its disks, or an s3 bucket, as database.backup.target");
        }

        List<Difference> differences = [];
        List<NodeAction> actions = [];
        if (facts[User].Text == "absent")
        {
            differences.Add(new Difference.Value($"account {Account}", null, "sftp only"));
            actions.Add(new NodeAction.Run($"make the account {Account}", $"useradd --system --home-dir {Home} --no-create-home --shell /usr/sbin/nologin --password '*' {Account}")
            {
                UndoScript = $"! getent passwd {Account} >/dev/null || userdel {Account}",
            });
        }

        string wanted = $"{Account} 700", now = facts[_folder].Lines is [var first, ..] ? first : throw new FormatException($"it does not say whose {path} is");
        if (now != wanted)
        {
            // Somebody's files would be shut away from them.
            if (facts[_folder].Lines.Length > 1 && now.Split(' ')[0] != Account)
                return new StepOutcome.Blocked($"{path} is {now.Split(' ')[0]}'s, and something is in it", "take an empty folder, or one that is not there yet");
            differences.Add(new Difference.Value(path, now == "absent" ? null : now, wanted));
            actions.Add(new NodeAction.Run($"make {path}", $"install -d -o {Account} -g {Account} -m 700 -- {ShellText.Quote(path)}"));
        }

        if (_keys.Compare(facts.Own) is { } keys)
        {
            differences.Add(keys);
            actions.Add(new NodeAction.WriteFile(_keys));
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance : new StepOutcome.Change([.. differences], [.. actions]);
    }
}
