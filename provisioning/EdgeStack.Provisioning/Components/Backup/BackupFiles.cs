using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using EdgeStack.Provisioning.Embedded;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Backup;

/// <summary>What the program that makes backups is, and what it reads.</summary>
internal static class BackupFiles
{
    public const string ProgramPath = "/usr/local/lib/edgestack/db-backup";

    public const int SshPort = 22;

    private const string Folder = "/etc/edgestack", Head = "# managed by edgestack: db.backup\n";
    private const string SecretsPath = $"{Folder}/backup.secret", KeyPath = $"{Folder}/backup-key.pem", KnownHostsPath = $"{Folder}/backup-known-hosts", SshPath = $"{Folder}/backup-ssh.conf";

    // What the copy's node is called in our own configuration of ssh.
    private const string Keeper = "keeper";

    public static ManagedFile Program { get; } = Script("db-backup") with { Mode = "755" };

    /// <summary>The way back, which the program reads from beside itself.</summary>
    public static ManagedFile Restore { get; } = Script("db-restore.sh");

    /// <summary>The copy elsewhere, which it reads as well.</summary>
    public static ManagedFile Copy { get; } = Script("db-copy.sh");

    /// <summary>Whether the copy was reached with the settings, secrets and keys that lie there now.</summary>
    public static FactQuery.Command IsReached(string folder) => new($"[ \"$(cat {ShellText.Quote($"{folder}/state/reached")} 2>/dev/null)\" = \"$(cat {Folder}/backup.conf {Folder}/backup[.-]* 2>/dev/null | sha256sum)\" ] && echo yes || echo no");

    /// <summary>Read by the program as shell.</summary>
    /// <param name="node">The name of the node, under which its copies stand.</param>
    /// <param name="backup">How it is backed up.</param>
    /// <param name="isFar">The copy is on another node.</param>
    public static ManagedFile Settings(string node, DatabaseBackup backup, bool isFar)
    {
        string repository = backup.Target switch
        {
            BackupTarget.Folder folder => isFar ? $"sftp:{Keeper}:{folder.Path}" : folder.Path,
            BackupTarget.Bucket bucket => $"s3:{bucket.Endpoint}/{bucket.Name}",
            _ => throw new ArgumentOutOfRangeException(nameof(backup)),
        };
        string options = isFar ? ShellText.Quote(["-o", $"sftp.command=ssh -F {SshPath} {Keeper} -s sftp"]) : "";
        return new ManagedFile($"{Folder}/backup.conf", Content.OfText(Head + string.Create(CultureInfo.InvariantCulture, $"""
            folder={ShellText.Quote(backup.Path)}
            keep_daily={backup.Keep.Daily}
            keep_weekly={backup.Keep.Weekly}
            keep_monthly={backup.Keep.Monthly}
            keeps_logs={(backup.KeepsLogs ? 1 : 0)}
            repository={ShellText.Quote(repository)}
            restic_options=({options})
            host={ShellText.Quote(node)}
            textfile=/var/lib/edgestack/textfile
            . {SecretsPath}

            """))) { Mode = "600", Check = "bash -n \"$1\"" };
    }

    /// <summary>Read along with the settings; only restic gets them, in its environment.</summary>
    public static ManagedFile Secrets(BackupMaterial material)
    {
        List<string> secrets = [$"RESTIC_PASSWORD={material.Password.Reveal()}"];
        if (material.Bucket is var (accessKey, secretKey))
            secrets.AddRange([$"AWS_ACCESS_KEY_ID={accessKey.Reveal()}", $"AWS_SECRET_ACCESS_KEY={secretKey.Reveal()}"]);
        return new ManagedFile(SecretsPath, Content.OfSecret(Encoding.UTF8.GetBytes($"{Head}secrets=({ShellText.Quote(secrets)})\n"))) { Mode = "600" };
    }

    public static ManagedFile Key(BackupMaterial material) => new(KeyPath, Content.OfSecret(material.Key.Private.RevealBytes())) { Mode = "600", Check = "ssh-keygen -y -P '' -f \"$1\" >/dev/null" };

    /// <param name="keys">Kind and key of each of the host's, one a line.</param>
    public static ManagedFile KnownHosts(string keys) =>
        new(KnownHostsPath, Content.OfText(Head + string.Concat(keys.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(key => $"{Keeper} {key}\n"))));

    /// <param name="address">Of the node that keeps the copy.</param>
    /// <param name="port">Of its sshd.</param>
    public static ManagedFile SshConfiguration(string address, int port) => new(SshPath, Content.OfText(Head + string.Create(CultureInfo.InvariantCulture, $"""
        Host {Keeper}
          HostName {address}
          Port {port}
          User {CopyKeeper.Account}
          IdentityFile {KeyPath}
          IdentitiesOnly yes
          UserKnownHostsFile {KnownHostsPath}
          GlobalKnownHostsFile /dev/null
          HostKeyAlias {Keeper}
          StrictHostKeyChecking yes
          BatchMode yes
          ConnectTimeout 20
          ServerAliveInterval 15
          ServerAliveCountMax 8

        """)));

    private static ManagedFile Script(string name) => new($"{Path.GetDirectoryName(ProgramPath)}/{name}", Content.OfText(EmbeddedText.Read($"Components.Backup.{name}"))) { Check = "bash -n \"$1\"" };
}
