using System.Text.Json;

namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>MariaDB on node3 is backed up, the copy is kept by node2.</summary>
[Collection(LabTests.Name)]
public sealed class BackupTests(LabHosts hosts) : IClassFixture<LabHosts>
{
    private const string Password = "it's \"backup\" & $HOME", Unit = "edgestack-db-backup.service", Folder = "/var/backups/edgestack";

    // What the timer does: the trial takes what is in the copy.
    private const string CopyIt = "systemctl start edgestack-db-binlog.service";

    [Fact]
    public async Task A_table_that_was_dropped_comes_back_with_what_was_written_since_the_dump()
    {
        await ApplyAsync();
        await LabHosts.AsRootAsync(3, "systemd-analyze verify /etc/systemd/system/edgestack-db-*.service /etc/systemd/system/edgestack-db-*.timer 2>&1 | (! grep edgestack)");
        await SqlAsync("CREATE OR REPLACE TABLE shop.t (a INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2); CREATE OR REPLACE TABLE other.t AS SELECT 1 AS a");
        await hosts.ExpectAsync(0, "db", "backup");
        // A second is the smallest step of the clock in binary logs.
        await SqlAsync("INSERT INTO shop.t VALUES (3); DO SLEEP(2)");
        string before = (await LabHosts.AsRootAsync(3, "date -u +%Y-%m-%dT%H:%M:%SZ")).Trim();
        await SqlAsync("DO SLEEP(2); DROP TABLE shop.t; INSERT INTO other.t VALUES (2)");

        Assert.Contains("--confirm lab does it without asking", await hosts.ExpectAsync(64, "db", "restore", "--to", before), StringComparison.Ordinal);
        Assert.Contains("'lob' is not the cluster's name; nothing was changed", await hosts.ExpectAsync(1, "db", "restore", "--to", before, "--confirm", "lob"), StringComparison.Ordinal);
        Assert.Equal("", await SqlAsync("SHOW TABLES IN shop"));

        // One database: the other one goes on.
        string run = await InvocationAsync();
        string said = await hosts.ExpectAsync(0, "db", "restore", "--to", before, "--database", "shop", "--confirm", "lab");
        Assert.Contains("the database shop of node3 is replaced", said, StringComparison.Ordinal);
        Assert.Equal("3\n2\n", await SqlAsync("SELECT COUNT(*) FROM shop.t; SELECT COUNT(*) FROM other.t"));

        await FinishedAsync(run);
        await SqlAsync("DROP TABLE shop.t");
        run = await InvocationAsync();
        said = await hosts.ExpectAsync(0, "db", "restore", "--to", before, "--confirm", "lab");
        Assert.Contains($"up to {before[..10]} {before[11..19]} UTC", said, StringComparison.Ordinal);
        Assert.Equal("3\n1\n", await SqlAsync("SELECT COUNT(*) FROM shop.t; SELECT COUNT(*) FROM other.t"));
        await FinishedAsync(run);
        Assert.Contains("Nothing to do.", await hosts.ExpectAsync(0, "apply", "--yes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_a_backup_fails_and_says_so_and_the_one_before_stays()
    {
        await ApplyAsync();
        await LabHosts.AsRootAsync(3, $"mkdir -p {Folder}; mount -t tmpfs -o size=24m tmpfs {Folder}");
        try
        {
            await SqlAsync("CREATE OR REPLACE TABLE shop.big (a LONGBLOB)");
            await hosts.ExpectAsync(0, "db", "backup");
            string[] before = await IdsAsync();
            await SqlAsync("INSERT INTO shop.big SELECT RANDOM_BYTES(1024) FROM shop.seq_1_to_4096");
            await LabHosts.AsRootAsync(3, $"fallocate -l $(( $(df --output=avail -B1 {Folder} | tail -n 1) - 1048576 )) {Folder}/filler");
            string said = await hosts.ExpectAsync(1, "db", "backup");
            Assert.Matches($@"error ES1401: node3: .* could not be (written|copied) \([0-9]+ MiB are left in {Folder}\)", said);
            Assert.Contains("No space left on device", said, StringComparison.Ordinal);
            Assert.Equal(before, await IdsAsync());
            await LabHosts.AsRootAsync(3, $"rm {Folder}/filler");
            await hosts.ExpectAsync(0, "db", "backup");
            Assert.Equal(before.Length + 1, (await IdsAsync()).Length);
        }
        finally
        {
            await LabHosts.AsRootAsync(3, $"umount {Folder}; mariadb -e 'DROP TABLE shop.big'");
        }
    }

    [Fact]
    public async Task A_backup_that_is_killed_near_its_end_counts_for_nothing_and_the_next_clears_it_away()
    {
        await ApplyAsync();
        await SqlAsync("CREATE OR REPLACE TABLE shop.t (a INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2)");
        await hosts.ExpectAsync(0, "db", "backup");
        string[] before = await IdsAsync();
        await SqlAsync("INSERT INTO shop.t VALUES (3); SET sql_log_bin = 0; CREATE DATABASE zz; CREATE TABLE zz.large (a LONGBLOB); INSERT INTO zz.large SELECT RANDOM_BYTES(1024) FROM shop.seq_1_to_65536");
        try
        {
            // All others are written, and of the last one the beginning.
            string left = await LabHosts.AsRootAsync(3, $"systemctl start --no-block {Unit}; i=0; until [ -s \"$(ls {Folder}/dumps/.new.*/*-zz.sql.zst 2>/dev/null)\" ]; do i=$((i + 1)); [ $i -lt 6000 ]; sleep 0.01; done; systemctl kill -s KILL {Unit}; ls {Folder}/dumps/.new.*; systemctl show -p Result --value {Unit}");
            Assert.Matches(@"(?s)-other\.sql\.zst.*-shop\.sql\.zst.*-zz\.sql\.zst.*signal", left);
            Assert.DoesNotContain("manifest.json", left, StringComparison.Ordinal);
            Assert.Equal(before, await IdsAsync());
        }
        finally
        {
            await SqlAsync("SET sql_log_bin = 0; DROP DATABASE zz");
        }

        await hosts.ExpectAsync(0, "db", "backup");
        Assert.Equal(before.Length + 1, (await IdsAsync()).Length);
        Assert.Equal("", await LabHosts.AsRootAsync(3, $"ls -d {Folder}/dumps/.new.* 2>/dev/null || :"));
        Assert.Matches("trial of a restore: .*, passed", await hosts.ExpectAsync(0, "db", "restore-test"));
    }

    [Fact]
    public async Task With_the_disk_of_the_host_gone_the_copy_of_the_other_node_brings_everything_back()
    {
        await ApplyAsync();
        await SqlAsync("CREATE OR REPLACE TABLE shop.t (a INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2)");
        await hosts.ExpectAsync(0, "db", "backup");
        await SqlAsync("INSERT INTO shop.t VALUES (3)");
        await LabHosts.AsRootAsync(3, CopyIt);
        await SqlAsync("INSERT INTO shop.t VALUES (4)");
        string[] before = await IdsAsync();

        await LabHosts.AsRootAsync(3, $"systemctl stop 'edgestack-db-*' mariadb; dpkg-query -W -f '${{Package}}\\n' 'mariadb-*' restic | xargs apt-get purge -q -y >/dev/null 2>&1; rm -rf /var/lib/mysql /etc/mysql/edgestack /etc/mysql/mariadb.conf.d/60-edgestack.cnf {Folder} /etc/edgestack /usr/local/lib/edgestack /etc/systemd/system/edgestack-db-* /var/lib/edgestack /var/cache/edgestack-restic; systemctl daemon-reload");
        await hosts.ExpectAsync(0, "apply", "--yes");
        Assert.Equal("", await SqlAsync("SHOW TABLES IN shop"));

        string run = await InvocationAsync();
        string said = await hosts.ExpectAsync(0, "db", "restore", "--confirm", "lab");
        Assert.Contains($"The dump {before[^1]}", said, StringComparison.Ordinal);
        Assert.Equal("3\n", await SqlAsync("SELECT COUNT(*) FROM shop.t"));
        await FinishedAsync(run);
        Assert.Equal(before, (await IdsAsync())[..before.Length]);
        // One of the empty server, before it was replaced, and one behind it.
        Assert.Equal(before.Length + 2, (await IdsAsync()).Length);
        await hosts.ExpectAsync(0, "verify");
    }

    [Fact]
    public async Task A_trial_tells_a_good_dump_from_a_damaged_one()
    {
        await ApplyAsync();
        await SqlAsync("CREATE OR REPLACE TABLE shop.t (a INT PRIMARY KEY); INSERT INTO shop.t VALUES (1), (2)");
        await hosts.ExpectAsync(0, "db", "backup");
        string said = await hosts.ExpectAsync(0, "db", "restore-test");
        Assert.Matches("trial of a restore: .*, passed", said);
        Assert.Contains("edgestack_backup_restore_ok_timestamp_seconds ", await LabHosts.AsRootAsync(3, "cat /var/lib/edgestack/textfile/edgestack-backup.prom"), StringComparison.Ordinal);

        // One row less, and a checksum that is right: only counting tells.
        string dump = $"{Folder}/dumps/{(await IdsAsync())[^1]}", file = (await LabHosts.AsRootAsync(3, $"ls {dump}/*-shop.sql.zst")).Trim();
        await LabHosts.AsRootAsync(3, $"zstd -dcq {file} | sed 's/^(1),$/-- &/' | zstd -qo {file}.new; mv {file}.new {file}; sum=$(sha256sum <{file} | cut -c1-64); jq --arg sum $sum '(.databases[] | select(.name == \"shop\")).sha256 = $sum' {dump}/manifest.json >{dump}/new; mv {dump}/new {dump}/manifest.json; {CopyIt}");
        said = await hosts.ExpectAsync(1, "db", "restore-test");
        Assert.True(said.Contains("shop.t has 1 rows, and should have 2", StringComparison.Ordinal), said);
        await LabHosts.AsRootAsync(3, $"echo x >>{file}; {CopyIt}");
        Assert.Contains("is damaged", await hosts.ExpectAsync(1, "db", "restore-test"), StringComparison.Ordinal);
        Assert.Contains("is damaged", await hosts.ExpectAsync(1, "db", "restore", "--from", Path.GetFileName(dump), "--confirm", "lab"), StringComparison.Ordinal);
        await LabHosts.AsRootAsync(3, $"rm -r {dump}; {CopyIt}");
    }

    [Fact]
    public async Task A_copy_on_the_disk_of_the_data_is_refused_and_who_keeps_it_lets_nobody_in()
    {
        await ApplyAsync();
        hosts.WriteInventory(more: Database("node3"));
        Assert.Contains("the copy would lie on the disk that has MariaDB's data (/srv/backup)", await hosts.ExpectAsync(6, "verify"), StringComparison.Ordinal);
        Write();
        // The key opens sftp, and neither a shell nor another port.
        Assert.Contains("restic", await LabHosts.AsRootAsync(3, "ssh -F /etc/edgestack/backup-ssh.conf keeper -s sftp </dev/null && echo restic"), StringComparison.Ordinal);
        Assert.DoesNotContain("root", await LabHosts.AsRootAsync(3, "timeout 20 ssh -F /etc/edgestack/backup-ssh.conf keeper cat /etc/passwd </dev/null 2>&1 || :"), StringComparison.Ordinal);
        Assert.DoesNotContain("SSH-", await LabHosts.AsRootAsync(3, "timeout 20 ssh -F /etc/edgestack/backup-ssh.conf -W 127.0.0.1:22 keeper </dev/null 2>&1 || :"), StringComparison.Ordinal);
        // What is copied cannot be read there, and the password is on no command line and in no journal.
        Assert.Equal("", await LabHosts.AsRootAsync(2, "grep -rlaF -e 'CREATE TABLE' -e manifest.json /srv/backup || :"));
        string pattern = $"'{Password.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        foreach (int node in (int[])[1, 2, 3])
            Assert.Equal("", await LabHosts.AsRootAsync(node, $"grep -rlaF -- {pattern} /var/lib/edgestack /var/log /run /tmp 2>/dev/null || :; journalctl -a --no-pager | grep -aF -- {pattern} || :"));
    }

    private static string Database(string keeper) => $$"""
          database:
            node: node3
            profile: 1G
            databases: [shop, other]
            backup: { target: { node: {{keeper}}, path: /srv/backup, password: { file: backup-password } } }
        """;

    private void Write() => hosts.WriteInventory(more: Database("node2"));

    private async Task ApplyAsync()
    {
        hosts.Require();
        string file = Path.Combine(hosts.Folder, "backup-password");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, $"{Password}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        Write();
        await hosts.ExpectAsync(0, "apply", "--yes");
    }

    // Which run of the unit was the last.
    private static async Task<string> InvocationAsync() => (await LabHosts.AsRootAsync(3, $"systemctl show -p InvocationID --value {Unit}")).Trim();

    // The dump that follows a restore: the unit is inactive also before its job begins.
    private static Task FinishedAsync(string run) => Eventually.HoldsAsync(
        async () => (await LabHosts.AsRootAsync(3, $"systemctl show -p InvocationID -p ActiveState -p Result {Unit}")).Split('\n') is var now && now.Contains("ActiveState=inactive") && now.Contains("Result=success") && !now.Contains($"InvocationID={run}"),
        "the dump behind the restore is made", TimeSpan.FromSeconds(120));

    private static Task<string> SqlAsync(string sql) => LabHosts.AsRootAsync(3, $"mariadb -NBe \"{sql}\"");

    private async Task<string[]> IdsAsync()
    {
        (int exit, string output, string error) = await hosts.RunAsync("db", "list", "--output", "json");
        Assert.True(exit == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        return [.. document.RootElement.GetProperty("dumps").EnumerateArray().Select(dump => dump.GetProperty("id").GetString()!)];
    }
}
