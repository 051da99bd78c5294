using System.Security.Cryptography;
using System.Text;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>MariaDB on node3, which is behind node1; the application is on node2.</summary>
[Collection(LabTests.Name)]
public sealed class MariaDbTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    private const string Password = "it's \"shop\" & $HOME \\ 100% secret", Client = "/usr/bin/mariadb";

    private const string Database = """
          database:
            node: node3
            profile: 1G
            databases: [lil_linko, other]
            users:
              - { name: shop, from: [node2], password: { file: shop-password }, grants: [{ on: lil_linko.*, privs: [ALL] }, { on: other.*, privs: [SELECT] }] }
        """;

    private string Authority => Path.Combine(hosts.Folder, ".edgestack", "certificates", "ca.pem");

    [Fact]
    public async Task A_database_is_made_used_mended_and_kept_and_its_password_is_seen_nowhere()
    {
        Assert.SkipWhen(!File.Exists(Client), $"{Client} is missing");
        Prepare();
        StringBuilder shown = new();
        await using (ArgumentsWatch watch = new())
        {
            shown.Append(await hosts.ExpectAsync(2, "plan", "--detailed-exitcode")).Append(await hosts.ExpectAsync(0, "apply", "--yes"));
            Assert.Contains(watch.Seen, line => line.Contains("mariadb --no-defaults", StringComparison.Ordinal));
            Assert.DoesNotContain(watch.Seen, line => Secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        }

        Assert.InRange(await StartsAsync(), 1, 2);
        Assert.Contains("Nothing to do.", shown.Append(await hosts.ExpectAsync(0, "apply", "--yes")).ToString(), StringComparison.Ordinal);
        shown.Append(await hosts.ExpectAsync(0, "verify"));
        await LoginsAsync();
        await MendsAsync(shown);
        await RenewsAsync(shown);
        Assert.InRange(await StartsAsync(), 1, 2);
        await IsSeenNowhereAsync(shown.ToString());
    }

    private void Prepare()
    {
        hosts.Require();
        string file = Path.Combine(hosts.Folder, "shop-password");
        File.WriteAllText(file, $"{Password}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        hosts.WriteInventory(more: Database);
    }

    private async Task LoginsAsync()
    {
        // Checked against the authority beside the inventory, by the address that the application knows.
        (int exit, string said) = await SqlAsync(2, "CREATE TABLE t (a INT); INSERT INTO t VALUES (7); SELECT a FROM t; SHOW STATUS LIKE 'Ssl_cipher'", $"--ssl-ca={Authority}", "--ssl-verify-server-cert");
        Assert.True(exit == 0, said);
        Assert.Matches("7\nSsl_cipher\tTLS_", said);
        (exit, said) = await SqlAsync(2, "SELECT 1", "--skip-ssl");
        Assert.NotEqual(0, exit);
        Assert.Matches("insecure transport|Access denied", said);
        (exit, said) = await SqlAsync(1, "SELECT 1", $"--ssl-ca={Authority}");
        Assert.NotEqual(0, exit);
        Assert.Contains("Host '10.77.0.11' is not allowed to connect", said, StringComparison.Ordinal);
        // The '_' of its database is no pattern.
        await LabHosts.AsRootAsync(3, "mariadb -e 'CREATE DATABASE lilxlinko'");
        (_, said) = await SqlAsync(2, "USE lilxlinko", $"--ssl-ca={Authority}");
        Assert.Contains("Access denied", said, StringComparison.Ordinal);
    }

    private async Task MendsAsync(StringBuilder shown)
    {
        await LabHosts.AsRootAsync(3, "mariadb -e \"GRANT FILE ON *.* TO shop@10.77.0.12; REVOKE INSERT ON \\`lil\\\\_linko\\`.* FROM shop@10.77.0.12; SET PASSWORD FOR shop@10.77.0.12 = PASSWORD('by hand'); CREATE USER theirs@10.77.0.12\"");
        string plan = await hosts.ExpectAsync(2, "plan", "--detailed-exitcode");
        Assert.Contains("- shop@10.77.0.12 may FILE on *.*", plan, StringComparison.Ordinal);
        Assert.Contains("~ password of shop@10.77.0.12: another -> ***", plan, StringComparison.Ordinal);
        shown.Append(plan).Append(await hosts.ExpectAsync(0, "apply", "--yes")).Append(await hosts.ExpectAsync(0, "verify"));
        (int exit, string said) = await SqlAsync(2, "INSERT INTO t VALUES (8)", $"--ssl-ca={Authority}");
        Assert.True(exit == 0, said);
        Assert.Equal("1\n", await LabHosts.AsRootAsync(3, "mariadb -NBe \"SELECT COUNT(*) FROM mysql.global_priv WHERE User = 'theirs'\""));
    }

    // Without another start, as it is when a certificate is near its end.
    private async Task RenewsAsync(StringBuilder shown)
    {
        string before = await CertificateAsync();
        File.Delete(Path.Combine(hosts.Folder, ".edgestack", "certificates", "mariadb.pem"));
        shown.Append(await hosts.ExpectAsync(0, "apply", "--yes")).Append(await hosts.ExpectAsync(0, "verify"));
        Assert.NotEqual(before, await CertificateAsync());
        (int exit, string said) = await SqlAsync(2, "SELECT 1", $"--ssl-ca={Authority}", "--ssl-verify-server-cert");
        Assert.True(exit == 0, said);
    }

    private async Task IsSeenNowhereAsync(string shown)
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(hosts.Folder, ".edgestack", "runs"), "*", SearchOption.AllDirectories)];
        Assert.NotEmpty(files);
        foreach (string secret in Secrets)
        {
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains(secret, StringComparison.Ordinal));
            string pattern = $"'{secret.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            foreach (int node in (int[])[1, 2, 3])
                Assert.Equal("", await LabHosts.AsRootAsync(node, $"grep -rlaF -- {pattern} /var/lib/edgestack /var/log /etc /run /tmp /root /home 2>/dev/null || :; journalctl -a --no-pager | grep -aF -- {pattern} || :"));
        }

        // The password itself is not even with the server, which keeps what its hash says.
        Assert.Equal("", await LabHosts.AsRootAsync(3, "grep -rlaF -- '100% secret' /var/lib/mysql || :"));
        Assert.NotEqual("", await LabHosts.AsRootAsync(3, $"grep -rlaF -- {Hash[1..]} /var/lib/mysql || :"));
    }

    private static string[] Secrets => [Password, Hash[1..]];

#pragma warning disable CA5350 // what the server compares with
    private static string Hash => $"*{Convert.ToHexString(SHA1.HashData(SHA1.HashData(Encoding.UTF8.GetBytes(Password))))}";
#pragma warning restore CA5350

    // As a client on a host logs in.
    private static async Task<(int Exit, string Said)> SqlAsync(int node, string sql, params string[] options)
    {
        BufferedCommandResult result = await LabHosts.InNetworkOf(node, Client, ["--no-defaults", "-h10.77.0.13", "-ushop", "-NB", .. options, "-e", sql, .. sql.StartsWith("USE", StringComparison.Ordinal) ? [] : (string[])["lil_linko"]])
            .WithEnvironmentVariables(variables => variables.Set("MYSQL_PWD", Password)).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }

    private static async Task<string> CertificateAsync()
    {
        BufferedCommandResult result = await LabHosts.InNetworkOf(2, "openssl", "s_client", "-starttls", "mysql", "-connect", "10.77.0.13:3306").ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        int begin = result.StandardOutput.IndexOf("-----BEGIN", StringComparison.Ordinal);
        Assert.True(begin >= 0, result.StandardOutput + result.StandardError);
        return result.StandardOutput[begin..result.StandardOutput.IndexOf("-----END", StringComparison.Ordinal)];
    }

    private static async Task<int> StartsAsync() => int.Parse(await LabHosts.AsRootAsync(3, "journalctl -u mariadb.service -o cat --no-pager | grep -c '^Starting mariadb'"));
}
