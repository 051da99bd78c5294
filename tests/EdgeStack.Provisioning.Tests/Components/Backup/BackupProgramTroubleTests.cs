using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Tests.Components.MariaDb;

namespace EdgeStack.Provisioning.Tests.Components.Backup;

/// <summary>The program that makes backups where something is not as it should be: logs numbered anew, another server, half a restore, a copy that is gone.</summary>
public sealed class BackupProgramTroubleTests(LocalMariaDb server) : BackupProgramCase(server), IClassFixture<LocalMariaDb>
{
    [Fact]
    public async Task A_dump_alone_needs_no_logs_and_a_moment_that_they_do_not_reach_is_refused()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        await _server.SqlAsync("FLUSH BINARY LOGS");
        await RunAsync("logs");
        // Another server's, as after a new disk.
        await RunShellAsync($"cd {ShellText.Quote(_folder.File("backups"))}; mv logs/* logs/0123; sed -i 's/\"data\": *\"[0-9a-f]*\"/\"data\": \"0123\"/' dumps/{dump.Id}/manifest.json");
        Assert.Matches($"the binary logs behind the dump {dump.Id} end at 20[0-9-]+T[0-9:]+Z: no later moment can be brought back", await FailAsync($"choose {dump.Finished + 1000} '' ''"));
        Assert.Equal($"{dump.Finished}", (await ChooseAsync($"{dump.Finished}")).To);
        string[] logs = [.. Directory.EnumerateFiles(_folder.File("backups/logs/0123")).Order(StringComparer.Ordinal)];
        byte[] whole = await File.ReadAllBytesAsync(logs[^2], TestContext.Current.CancellationToken);
        File.Delete(logs[^2]);
        Assert.Contains("is missing in ", await FailAsync("choose '' '' ''"), StringComparison.Ordinal);
        Assert.Equal(("dump", 0), (await ChooseAsync("", dump.Id)) is var alone ? (alone.To, alone.Logs) : default);
        whole[^10] ^= 1;
        await File.WriteAllBytesAsync(logs[^2], whole, TestContext.Current.CancellationToken);
        await _server.SqlAsync("INSERT INTO shop.t VALUES (3, 'stays')");
        Assert.Contains($"the binary logs behind the dump {dump.Id} are damaged", await FailAsync($"restore {dump.Id} end ''"), StringComparison.Ordinal);
        Assert.Equal("3", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
        Directory.Delete(_folder.File("backups/logs/0123"), recursive: true);
        Assert.Contains($"are not there; `edgestack db restore --from {dump.Id}` brings back the dump alone", await FailAsync($"choose {dump.Finished} '' ''"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_binary_logs_what_is_replaced_is_dumped_before()
    {
        LocalMariaDb.Require();
        WriteSettings(keepsLogs: 0);
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        string first = Assert.Single((await ListAsync()).Dumps).Id;
        await _server.SqlAsync("INSERT INTO shop.t VALUES (3, 'later')");
        await RunAsync($"restore {first} dump ''");
        Assert.Equal("2", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
        await RunAsync($"restore {(await ListAsync()).Dumps[1].Id} dump ''");
        Assert.Equal("3", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
    }

    [Fact]
    public async Task Accounts_that_change_while_databases_are_dumped_are_dumped_again()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($"{Fresh} CREATE USER bea@localhost; GRANT SELECT ON shop.* TO bea@localhost");
        // Whoever is dropped between the databases and the accounts.
        _folder.Write("bin/mariadb-dump", """
            #!/bin/sh
            case " $* " in *" --databases "*) mariadb --no-defaults -e "$BETWEEN" ;; esac
            exec /usr/bin/mariadb-dump "$@"
            """);
        string wrapped = $"chmod +x {ShellText.Quote(_folder.File("bin/mariadb-dump"))}; export PATH={ShellText.Quote(_folder.File("bin"))}:$PATH;";
        await RunShellAsync($"{wrapped} BETWEEN='DROP USER IF EXISTS bea@localhost' {Program} dump");
        Assert.Equal("0\n", await RunShellAsync($"zstdcat {ShellText.Quote(_folder.File("backups/dumps"))}/*/users.sql.zst | grep -c bea || :"));
        // Whatever goes on and on: the dump is one, and nothing is applied behind it.
        string first = Assert.Single((await ListAsync()).Dumps).Id, always = ShellText.Quote("EXECUTE IMMEDIATE CONCAT('CREATE TABLE shop.`', UUID(), '` (a INT)')");
        string said = await RunShellAsync($"{wrapped} BETWEEN={always} {Program} dump 2>&1");
        Assert.Contains("were made, changed or dropped while it was written", said, StringComparison.Ordinal);
        Assert.Equal(2, (await ListAsync()).Dumps.Length);
        RestoreChoice choice = await ChooseAsync("");
        Assert.Equal((first, "end"), (choice.Id, choice.To));
        Assert.NotEqual(0, choice.Logs);
        Assert.Equal(("dump", 0), (await ChooseAsync("", (await ListAsync()).Dumps[^1].Id)) is var moved ? (moved.To, moved.Logs) : default);
    }

    [Fact]
    public async Task The_oldest_log_that_a_dump_needs_stays_also_when_the_clock_has_gone_back()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        string manifests = ShellText.Quote(_folder.File("backups/dumps"));
        string log = (await RunShellAsync($"jq -r .log.file {manifests}/{dump.Id}/manifest.json")).Trim();
        string before = $"{DateTimeOffset.FromUnixTimeSeconds(dump.Finished - 3600):yyyyMMdd'T'HHmmss'Z'}";
        await LaterAsync(dump.Id, before, dump.Finished - 3600);
        await RunShellAsync($"sed -i 's/{log}/mariadb-bin.000999/' {manifests}/{before}/manifest.json");
        await RunAsync("dump");
        Assert.Equal(3, (await ListAsync()).Dumps.Length);
        Assert.True(File.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(_folder.File("backups/logs"))), log)));
    }

    [Fact]
    public async Task The_copy_is_fetched_whole_and_never_made_anew_and_only_restic_sees_its_password()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        string place = _folder.File("copy");
        Assert.SkipWhen(!File.Exists("/usr/bin/restic"), "/usr/bin/restic is missing: this test needs Debian's package restic");
        WriteSettings(repository: place, secrets: "\"RESTIC_PASSWORD=it's\"");
        string copy = ShellText.Quote(_folder.File("copy"));
        _folder.Write("bin/restic", """
            #!/bin/bash
            [ "$RESTIC_PASSWORD" = "it's" ] && [[ "$*" != *it\'s* ]] || exit 1
            /usr/bin/restic "$@"
            code=$?
            case " $* " in *" restore "*) [ -z "${CUT:-}" ] || kill -KILL $PPID ;; esac
            exit $code
            """);
        _folder.Write("bin/mariadb-dump", "#!/bin/sh\n[ -z \"${RESTIC_PASSWORD:-}\" ] && exec /usr/bin/mariadb-dump \"$@\"\n");
        string backups = ShellText.Quote(_folder.File("backups")), wrapped = $"export PATH={ShellText.Quote(_folder.File("bin"))}:$PATH; chmod +x {ShellText.Quote(_folder.File("bin"))}/*;";
        await RunShellAsync($"{wrapped} {Program} dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        await RunShellAsync($"{wrapped} {Program} logs; rm -r {backups}");

        Assert.NotEqual(0, (await _server.RunAsync($"{wrapped} CUT=1 {Program} logs")).Exit);
        Assert.Empty((await ListAsync()).Dumps);
        await RunShellAsync($"{wrapped} {Program} logs");
        Assert.Equal(dump.Id, Assert.Single((await ListAsync()).Dumps).Id);
        Assert.NotEmpty(Directory.GetFiles(Assert.Single(Directory.GetDirectories(_folder.File("backups/logs")))));

        await RunShellAsync($"rm -r {copy}");
        Assert.Contains($"the repository {place} was there before, and is not there now", (await _server.RunAsync($"{wrapped} {Program} logs")).Said, StringComparison.Ordinal);
        await RunShellAsync($"RESTIC_PASSWORD=another /usr/bin/restic -q -r {copy} init");
        Assert.Contains($"the repository {place} does not open: ", (await _server.RunAsync($"{wrapped} {Program} logs")).Said, StringComparison.Ordinal);
        await RunShellAsync($"rm -r {copy}; RESTIC_PASSWORD=\"it's\" /usr/bin/restic -q -r {copy} init");
        Assert.Contains("there is another repository than before", (await _server.RunAsync($"{wrapped} {Program} logs")).Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_copy_has_under_another_folder_is_found_and_under_another_name_is_told()
    {
        LocalMariaDb.Require();
        Assert.SkipWhen(!File.Exists("/usr/bin/restic"), "/usr/bin/restic is missing: this test needs Debian's package restic");
        await _server.SqlAsync(Fresh);
        string place = _folder.File("copy");
        WriteSettings(repository: place, secrets: "RESTIC_PASSWORD=secret");
        await RunAsync("reach");
        await RunAsync("dump");
        string id = Assert.Single((await ListAsync()).Dumps).Id;
        WriteSettings(repository: place, secrets: "RESTIC_PASSWORD=secret", backups: "elsewhere/backups");
        await RunAsync("logs");
        Assert.Equal(id, Assert.Single((await ListAsync()).Dumps).Id);
        WriteSettings(repository: place, secrets: "RESTIC_PASSWORD=secret", backups: "third", host: "other");
        Assert.Contains("has nothing of other, but of test", await FailAsync("choose '' '' ''"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_that_are_numbered_anew_get_a_dump_to_stand_behind()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        await _server.SqlAsync("FLUSH BINARY LOGS; FLUSH BINARY LOGS");
        // An index of a log, as later versions of MariaDB lay beside it.
        string data = await SelectAsync("SELECT @@datadir");
        await File.WriteAllTextAsync($"{data}/mariadb-bin.000001.idx", "x", TestContext.Current.CancellationToken);
        await RunAsync("logs");
        string first = Assert.Single(Directory.GetDirectories(_folder.File("backups/logs")));
        Assert.All(Directory.GetFiles(first), log => Assert.Matches(@"\.[0-9]+$", log));
        File.Delete($"{data}/mariadb-bin.000001.idx");
        await _server.SqlAsync("RESET MASTER; INSERT INTO shop.t VALUES (3, 'z')");
        await RunAsync("logs");
        Assert.Equal(2, (await ListAsync()).Dumps.Length);
        await _server.SqlAsync("INSERT INTO shop.t VALUES (4, 'z')");
        RestoreChoice choice = await ChooseAsync("");
        await RunAsync($"restore {choice.Id} {choice.To} ''");
        Assert.Equal("4", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
    }

    [Fact]
    public async Task The_dump_of_a_server_that_was_set_up_anew_is_not_taken_for_what_was_lost()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        string lost = Assert.Single((await ListAsync()).Dumps).Id;
        await _server.SqlAsync("INSERT INTO shop.t VALUES (3, 'z')");
        await RunAsync("logs");
        // With its data goes the name.
        await RunShellAsync($"rm {ShellText.Quote(await SelectAsync("SELECT @@datadir"))}/edgestack-backup.name");
        await _server.SqlAsync("RESET MASTER; DROP TABLE shop.t");
        await RunAsync("dump");
        string said = await FailAsync("choose '' '' ''"), moment = System.Text.RegularExpressions.Regex.Match(said, $@"--from {lost} --to (\S+) for it and all behind it").Groups[1].Value;
        Assert.Contains("was made of this server since it was set up anew", said, StringComparison.Ordinal);
        RestoreChoice choice = await ChooseAsync($"{RestoreTime.Parse(moment, TimeZoneInfo.Utc)!.Value.ToUnixTimeSeconds()}", lost);
        await RunAsync($"restore {choice.Id} {choice.To} ''");
        Assert.Equal("3", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
        // It goes on with what it has become.
        await RunAsync("dump");
        Assert.Equal("end", (await ChooseAsync("")).To);
    }

    [Fact]
    public async Task What_is_made_while_databases_are_dumped_is_in_the_dump()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        _folder.Write("bin/mariadb-dump", """
            #!/bin/sh
            case " $* " in *" --databases "*) mariadb --no-defaults -e "CREATE DATABASE IF NOT EXISTS later" ;; esac
            exec /usr/bin/mariadb-dump "$@"
            """);
        await RunShellAsync($"chmod +x {ShellText.Quote(_folder.File("bin/mariadb-dump"))}; export PATH={ShellText.Quote(_folder.File("bin"))}:$PATH; {Program} dump");
        Assert.Contains("later", Assert.Single((await ListAsync()).Dumps).Databases.Select(database => database.Name));
        await _server.SqlAsync("CREATE TABLE later.t AS SELECT 1 AS a");
        RestoreChoice choice = await ChooseAsync("");
        await RunAsync($"restore {choice.Id} {choice.To} ''");
        Assert.Equal("1", await SelectAsync("SELECT COUNT(*) FROM later.t"));
    }

    [Fact]
    public async Task A_name_with_a_line_end_in_it_is_a_name_and_no_statement()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($"{Fresh} CREATE TABLE shop.`a\nCREATE USER intruder@localhost;#` (a INT); CREATE PROCEDURE shop.`b\nCREATE USER intruder@localhost;#`() SELECT 1");
        await RunAsync("dump");
        Assert.Equal("0\n", await RunShellAsync($"zstdcat {ShellText.Quote(_folder.File("backups/dumps"))}/*/users.sql.zst | grep -c intruder || :"));
        await _server.SqlAsync("DROP DATABASE shop");
    }

    [Fact]
    public async Task Half_a_restore_lets_nobody_write_until_another_has_ended()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        string whole = Assert.Single((await ListAsync()).Dumps).Id;
        await LaterAsync(whole, "20200101T000000Z", 1577836800);
        await RunShellAsync($"cd {ShellText.Quote(_folder.File("backups/dumps/20200101T000000Z"))}; file=$(ls *-shop.sql.zst); echo 'NO SQL;' | zstd -q >>$file; jq --arg file $file --arg sum $(sha256sum <$file | cut -c1-64) '(.databases[] | select(.file == $file)).sha256 = $sum' manifest.json >new; mv new manifest.json");
        Assert.Contains("only root writes to it until `edgestack db restore` has come to its end", await FailAsync("restore 20200101T000000Z dump ''"), StringComparison.Ordinal);
        Assert.Equal("1", await SelectAsync("SELECT @@GLOBAL.read_only"));
        Assert.Contains("a restore was cut off (20200101T000000Z since ", await FailAsync("dump"), StringComparison.Ordinal);
        // The server was started anew.
        await _server.SqlAsync("SET GLOBAL read_only = OFF");
        await RunAsync("logs");
        Assert.Equal("1", await SelectAsync("SELECT @@GLOBAL.read_only"));
        await RunAsync($"restore {whole} dump ''");
        Assert.Equal("OFF 2", await SelectAsync("SELECT CONCAT(@@GLOBAL.read_only, ' ', COUNT(*)) FROM shop.t"));
    }

    [Fact]
    public async Task What_mariadb_dump_stumbles_over_or_writes_in_another_way_is_dumped_and_counted()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($$"""
            {{Fresh}}
            CREATE TABLE shop.invisible (a INT, b INT INVISIBLE DEFAULT 7);
            INSERT INTO shop.invisible (a) VALUES (1), (2), (3);
            CREATE TABLE shop.history (a INT PRIMARY KEY) WITH SYSTEM VERSIONING;
            INSERT INTO shop.history VALUES (1), (2);
            DELETE FROM shop.history WHERE a = 1;
            CREATE TABLE shop.merged (a INT) ENGINE=MERGE UNION=(shop.part);
            CREATE TABLE shop.part (a INT) ENGINE=MyISAM;
            CREATE TABLE shop.gone (a INT);
            CREATE VIEW shop.broken AS SELECT a FROM shop.gone;
            DROP TABLE shop.gone;
            """);
        await RunShellAsync("mariadb --no-defaults --comments -e 'CREATE PROCEDURE shop.told() SELECT 1 /* this */'");
        string said = await RunShellAsync($"{Program} dump 2>&1");
        Assert.Contains("left out: the view shop.broken names something that is not there", said, StringComparison.Ordinal);
        Assert.Contains("of the table shop.part (MyISAM)", said, StringComparison.Ordinal);
        string id = Assert.Single((await ListAsync()).Dumps).Id;
        Assert.Equal("history 2 true,invisible 3 false,merged null false,part 0 false,t 2 false\n", await RunShellAsync($"jq -r '[.databases[] | select(.name == \"shop\").tables[] | .name + \" \" + (.rows | tostring) + \" \" + (.history | tostring)] | join(\",\")' {ShellText.Quote(_folder.File($"backups/dumps/{id}/manifest.json"))}"));
        await RunAsync($"restore {id} dump ''");
        Assert.Equal("2 3", await SelectAsync("SELECT CONCAT((SELECT COUNT(*) FROM shop.history FOR SYSTEM_TIME ALL), ' ', (SELECT SUM(b) / 7 FROM shop.invisible) DIV 1)"));
        Assert.Contains("/* this */", await SelectAsync("SHOW CREATE PROCEDURE shop.told"), StringComparison.Ordinal);
    }
}
