using System.Security.Cryptography.X509Certificates;
using System.Text;
using CliWrap;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Tests.Components.MariaDb;

namespace EdgeStack.Provisioning.Tests.Components.Backup;

/// <summary>A copy in a bucket: with another project's server that speaks S3, on a port of the loopback address.</summary>
public sealed class BackupBucketTests(LocalMariaDb server) : BackupProgramCase(server), IClassFixture<LocalMariaDb>
{
    // The only account that the server has.
    private const string Account = "S3RVER";

    private static readonly string ServerFile = Path.Combine(RepositoryRoot.Path, "tests", "s3", "node_modules", "s3rver", "bin", "s3rver.js");

    [Fact]
    public async Task What_was_dumped_comes_back_from_a_bucket_when_the_machine_is_gone()
    {
        LocalMariaDb.Require();
        Assert.SkipWhen(!File.Exists(ServerFile), $"{ServerFile} is missing: `npm ci --prefix tests/s3`");
        using CancellationTokenSource kill = new();
        using TestCertificates authority = new();
        using X509Certificate2 certificate = authority.For("localhost");
        _folder.Write("ca.pem", authority.AuthorityPem);
        int port = FreePort.Closed();
        TaskCompletionSource listens = new();
        Task running = Cli.Wrap("node")
            .WithArguments([ServerFile, "-d", Directory.CreateDirectory(_folder.File("buckets")).FullName, "-a", "127.0.0.1", "-p", $"{port}", "--no-vhost-buckets", "--cert", _folder.Write("cert.pem", certificate.ExportCertificatePem()), "--key", _folder.Write("key.pem", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => _ = line.Contains("listening on", StringComparison.Ordinal) && listens.TrySetResult())).WithValidation(CommandResultValidation.None).ExecuteAsync(kill.Token).Task;
        try
        {
            await listens.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            BackupTarget target = new BackupTarget.Bucket($"https://localhost:{port}", "backups/pi", new SecretReference.Prompt(), new SecretReference.Prompt(), new SecretReference.Prompt());
            await ComesBackAsync(target);
        }
        finally
        {
            await kill.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task ComesBackAsync(BackupTarget target)
    {
        BackupMaterial material = new(new Secret("it's"), (new Secret(Account), new Secret(Account)), BackupMaterial.Nothing.Key);
        DatabaseBackup backup = new("02:30", new BackupRetention(7, 4, 0), _folder.File("backups"), target, KeepsLogs: true, "Sun 04:00");
        // As a node gets them, but for the places.
        string secrets = _folder.Write("secrets", Encoding.UTF8.GetString(BackupFiles.Secrets(material).Content.Bytes.AsSpan()));
        _folder.Write("conf", BackupFiles.Settings("test", backup, isFar: false).Content.ToString().Replace("/etc/edgestack/backup.secret", secrets, StringComparison.Ordinal).Replace("/var/lib/edgestack/textfile", _folder.File("text"), StringComparison.Ordinal)
            + $"lock={ShellText.Quote(_folder.File("lock"))} restic_cache={ShellText.Quote(_folder.File("cache"))}\n");
        string trusted = $"export SSL_CERT_FILE={ShellText.Quote(_folder.File("ca.pem"))};";
        await _server.SqlAsync(Fresh);
        await RunShellAsync($"{trusted} {Program} reach; {Program} dump");
        await _server.SqlAsync("INSERT INTO shop.t VALUES (3, 'since')");
        await RunShellAsync($"{trusted} {Program} logs");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        await RunShellAsync($"rm -r {ShellText.Quote(_folder.File("backups"))}");
        await _server.SqlAsync("DROP TABLE shop.t");
        await RunShellAsync($"{trusted} {Program} choose '' {dump.Id} ''; {Program} restore {dump.Id} dump shop");
        Assert.Equal("2", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
    }
}
