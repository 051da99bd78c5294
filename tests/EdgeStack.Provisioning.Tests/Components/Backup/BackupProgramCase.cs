using System.Text.Json;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Tests.Components.MariaDb;

namespace EdgeStack.Provisioning.Tests.Components.Backup;

/// <summary>The program that makes backups in a folder of its own, with a real MariaDB of this machine.</summary>
#pragma warning disable CA1515 // the test classes that it is the base of have to be public
public abstract class BackupProgramCase : IDisposable
#pragma warning restore CA1515
{
    private protected const string Fresh = "DROP DATABASE IF EXISTS shop; DROP DATABASE IF EXISTS `o'd`; DROP DATABASE IF EXISTS later; CREATE DATABASE shop; CREATE TABLE shop.t (a INT PRIMARY KEY, b TEXT); INSERT INTO shop.t VALUES (1, 'x'), (2, 'y');";

    private protected readonly LocalMariaDb _server;
    private protected readonly TemporaryFolder _folder = new();

    protected BackupProgramCase(LocalMariaDb server)
    {
        _server = server;
        _folder.Write("db-backup", BackupFiles.Program.Content.ToString());
        _folder.Write("db-copy.sh", BackupFiles.Copy.Content.ToString());
        _folder.Write("db-restore.sh", BackupFiles.Restore.Content.ToString());
        WriteSettings();
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void WriteSettings(int daily = 7, int weekly = 4, int monthly = 0, int keepsLogs = 1, string repository = "", string secrets = "", string backups = "backups", string host = "test") => _folder.Write("conf", $"""
        folder={ShellText.Quote(_folder.File(backups))}
        keep_daily={daily} keep_weekly={weekly} keep_monthly={monthly} keeps_logs={keepsLogs}
        repository='{repository}' restic_options=() secrets=({secrets}) host={host} textfile={ShellText.Quote(_folder.File("text/files"))}
        lock={ShellText.Quote(_folder.File("lock"))} restic_cache={ShellText.Quote(_folder.File("cache"))}
        """);

    // The same dump, as if it were another one.
    private protected async Task LaterAsync(string id, string other, long finished) => await RunShellAsync(
        $"cd {ShellText.Quote(_folder.File("backups/dumps"))}; cp -r {id} {other}; jq '.id = \"{other}\" | .started = {finished} | .finished = {finished}' {id}/manifest.json >{other}/manifest.json");

    private protected async Task<string> SelectAsync(string sql) => (await RunShellAsync($"mariadb --no-defaults -NBe {ShellText.Quote(sql)}")).TrimEnd('\n');

    // Everything that a client could see.
    private protected Task<string> StateAsync() => RunShellAsync("mariadb-dump --no-defaults --skip-dump-date --routines --events --triggers --hex-blob --databases shop \"o'd\"; mariadb --no-defaults -NBe 'SHOW DATABASES; SELECT User, Host, COALESCE(JSON_VALUE(Priv, \"$.plugin\"), \"\"), COALESCE(JSON_VALUE(Priv, \"$.authentication_string\"), \"\"), COALESCE(JSON_VALUE(Priv, \"$.access\"), 0) FROM mysql.global_priv WHERE User = \"anna\"; SELECT * FROM mysql.db'");

    private protected async Task<BackupDocument> ListAsync() => JsonSerializer.Deserialize(await RunAsync("list"), BackupJson.Default.BackupDocument)!;

    private protected async Task<RestoreChoice> ChooseAsync(string to, string from = "") => JsonSerializer.Deserialize(await RunAsync($"choose '{to}' '{from}' ''"), BackupJson.Default.RestoreChoice)!;

    private protected Task<string> RunAsync(string arguments) => RunShellAsync($"{Program} {arguments}");

    private protected async Task<string> FailAsync(string arguments)
    {
        (int exit, string said) = await _server.RunAsync($"{Program} {arguments}");
        Assert.NotEqual(0, exit);
        return said;
    }

    private protected string Program => $"EDGESTACK_BACKUP_CONF={ShellText.Quote(_folder.File("conf"))} bash {ShellText.Quote(_folder.File("db-backup"))}";

    private protected async Task<string> RunShellAsync(string script)
    {
        (int exit, string said) = await _server.RunAsync($"set -eu\n{script}");
        Assert.True(exit == 0, said);
        return said;
    }
}
