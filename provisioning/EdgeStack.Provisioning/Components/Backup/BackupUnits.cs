using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>The units that make backups, each a service with the timer that starts it.</summary>
internal static class BackupUnits
{
    public const string Backup = "edgestack-db-backup", RestoreTest = "edgestack-db-restore-test";

    // With the copy behind it, no more than 15 minutes are ever lost.
    private const string EveryTenMinutes = "*:0/10";

    private const string Folder = "/etc/systemd/system";

    /// <param name="database">The name of the database's node.</param>
    /// <param name="backup">How it is backed up.</param>
    public static ImmutableArray<ManagedFile> Files(string database, DatabaseBackup backup) => [.. Pairs(database, backup).SelectMany(pair => new[] { pair.Service, pair.Timer })];

    /// <inheritdoc cref="Files"/>
    public static ImmutableArray<UnitState> Timers(string database, DatabaseBackup backup) => [.. Pairs(database, backup).Select(pair => new UnitState(Path.GetFileName(pair.Timer.Path), [pair.Timer, pair.Service]))];

    private static IEnumerable<(ManagedFile Service, ManagedFile Timer)> Pairs(string database, DatabaseBackup backup)
    {
        string mounts = backup.Target is BackupTarget.Folder copy && copy.Node == database ? $"{backup.Path} {copy.Path}" : backup.Path;
        return
        [
            (Service(Backup, "dump", "a dump of MariaDB, and the copy of it", mounts, ""), Timer(Backup, backup.Schedule, "5min")),
            (Service("edgestack-db-binlog", "logs", "binary logs of MariaDB, and the copy of them", mounts, ""), Timer("edgestack-db-binlog", EveryTenMinutes, "20s")),
            // A second server beside the one that is used must not take its memory.
            (Service(RestoreTest, "test", "the newest dump of MariaDB, restored for a trial", mounts, "MemoryMax=600M\n"), Timer(RestoreTest, backup.RestoreTest, "5min")),
        ];
    }

    private static ManagedFile Service(string name, string word, string what, string mounts, string more) => new($"{Folder}/{name}.service", Content.OfText($"""
        # managed by edgestack: db.backup
        [Unit]
        Description=EdgeStack: {what}
        Wants=network-online.target time-sync.target
        After=network-online.target time-sync.target mariadb.service
        RequiresMountsFor={mounts}

        [Service]
        Type=oneshot
        ExecStart={BackupFiles.ProgramPath} {word}
        Nice=10
        IOSchedulingClass=idle
        TimeoutStartSec=6h
        {more}
        """));

    private static ManagedFile Timer(string name, string calendar, string delay) => new($"{Folder}/{name}.timer", Content.OfText($"""
        # managed by edgestack: db.backup
        [Unit]
        Description=EdgeStack: when {name}.service is started

        [Timer]
        OnCalendar={calendar}
        Persistent=true
        RandomizedDelaySec={delay}

        [Install]
        WantedBy=timers.target

        """)) { Check = "systemd-analyze calendar \"$(sed -n 's/^OnCalendar=//p' \"$1\")\" >/dev/null" };
}
