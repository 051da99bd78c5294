using System.Globalization;
using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Tests.Components.MariaDb;

namespace EdgeStack.Provisioning.Tests.Components.Backup;

/// <summary>The program that makes backups: what it brings back. What needs systemd, another node or a second server is tried on the real hosts.</summary>
public sealed class BackupProgramTests(LocalMariaDb server) : BackupProgramCase(server), IClassFixture<LocalMariaDb>
{
    [Fact]
    public async Task All_databases_come_back_as_they_were_whatever_they_are_called_and_hold()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($$"""
            {{Fresh}}
            CREATE DATABASE `o'd`;
            CREATE TABLE `o'd`.`a"\``b` (a INT, g INT AS (a + 1) STORED, b LONGTEXT, c VARBINARY(20));
            INSERT INTO `o'd`.`a"\``b` (a, b, c) VALUES (1, 'it''s\n-- Current Database: `shop`\n(not a row);\n', x'00ff0a5c'), (2, NULL, NULL);
            INSERT INTO `o'd`.`a"\``b` (a, b) SELECT seq, REPEAT('(,);', 1000) FROM shop.seq_3_to_2000;
            CREATE TABLE `o'd`.empty (a INT);
            CREATE VIEW `o'd`.v AS SELECT a FROM shop.t;
            DELIMITER //
            CREATE PROCEDURE shop.p() BEGIN
            -- Current Database: `shop`
            CREATE TABLE `not a table` (a INT);
            END//
            CREATE TRIGGER shop.x AFTER INSERT ON shop.t FOR EACH ROW BEGIN
            INSERT INTO `o'd`.empty VALUES
            (1);
            END//
            DELIMITER ;
            DROP USER IF EXISTS anna@localhost;
            CREATE USER anna@localhost IDENTIFIED BY 'secret of anna';
            GRANT SELECT ON shop.* TO anna@localhost;
            """);
        string before = await StateAsync();
        await RunAsync("dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        Assert.Equal([("o'd", 2, 2000L), ("shop", 1, 2L), ("test", 0, 0L)], dump.Databases.Select(database => (database.Name, database.Tables, database.Rows)).Order());

        await _server.SqlAsync("DROP DATABASE shop; DROP TABLE `o'd`.empty; DROP USER anna@localhost; CREATE DATABASE later; CREATE USER bert@localhost;");
        await RunAsync($"restore {dump.Id} dump ''");
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task What_was_written_since_the_dump_comes_back_up_to_a_moment_before_the_mistake()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        long now = DateTimeOffset.Parse((await _server.RunAsync("date -u +%FT%TZ")).Said, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await _server.SqlAsync($"SET timestamp = {now + 100}; INSERT INTO shop.t VALUES (3, 'since'); CREATE DATABASE later; CREATE TABLE later.t AS SELECT 1 AS a; CREATE USER new@localhost; SET timestamp = {now + 200}; DROP TABLE shop.t; DROP USER new@localhost;");
        RestoreChoice choice = await ChooseAsync($"{now + 150}");
        Assert.Equal(($"{now + 150}", 2), (choice.To, choice.Logs));
        Assert.Equal(["later", "shop", "test"], choice.Now.Order());
        await RunAsync($"restore {choice.Id} {choice.To} ''");
        Assert.Equal("1x,2y,3since 1 new", await SelectAsync("SELECT CONCAT((SELECT GROUP_CONCAT(CONCAT(a, b) ORDER BY a) FROM shop.t), ' ', (SELECT a FROM later.t), ' ', (SELECT User FROM mysql.global_priv WHERE User = 'new'))"));
        // And once more from the same dump: what the restore itself has written is in the logs too.
        await RunAsync($"restore {choice.Id} {choice.To} ''");
        Assert.Equal("3", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
        await _server.SqlAsync("DROP USER new@localhost");
    }

    [Fact]
    public async Task A_dump_from_before_the_moment_is_chosen_and_none_is_an_error_that_says_so()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        await LaterAsync(dump.Id, "20990101T000000Z", dump.Finished + 1000);
        Assert.Equal((dump.Id, $"{dump.Finished + 999}"), (await ChooseAsync($"{dump.Finished + 999}")) is var choice ? (choice.Id, choice.To) : default);
        // One from when the clock was ahead is not the newest.
        Assert.Equal((dump.Id, "end"), (await ChooseAsync("")) is var newest ? (newest.Id, newest.To) : default);
        Assert.Equal((dump.Id, "dump"), (await ChooseAsync("", dump.Id)) is var named ? (named.Id, named.To) : default);
        Assert.Contains($"there is no dump from before that time in {_folder.Path}/backups", await FailAsync($"choose {dump.Finished - 1} '' ''"), StringComparison.Ordinal);
        Assert.Contains("there is no dump ../x", await FailAsync("choose '' ../x ''"), StringComparison.Ordinal);
        Assert.Contains("the dump 20990101T000000Z is from after that time", await FailAsync($"choose {dump.Finished} 20990101T000000Z ''"), StringComparison.Ordinal);
        Assert.Contains($"the database 'shp' is not in the dump {dump.Id}, which has ", await FailAsync($"choose '' {dump.Id} shp"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_dump_and_a_gap_in_the_logs_are_told_before_anything_is_touched()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        await RunAsync("dump");
        BackupDocument.Dump dump = Assert.Single((await ListAsync()).Dumps);
        await _server.SqlAsync("FLUSH BINARY LOGS; FLUSH BINARY LOGS");
        await RunAsync("logs");
        string[] logs = [.. Directory.EnumerateFiles(Assert.Single(Directory.GetDirectories(_folder.File("backups/logs")))).Order(StringComparer.Ordinal)];
        // The server keeps a log, and says nothing, as long as it takes somebody for a reader of it; the program would fetch it again.
        await Eventually.HoldsAsync(
            async () =>
            {
                await _server.SqlAsync("PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
                return !(await SelectAsync("SHOW BINARY LOGS")).Contains(Path.GetFileName(logs[^2]), StringComparison.Ordinal);
            },
            "the server has let go of the log");
        File.Delete(logs[^2]);
        Assert.Matches($"of the binary logs behind the dump {dump.Id} number 0*[0-9]+ is missing in ", await FailAsync($"restore {dump.Id} end ''"));
        string file = Directory.EnumerateFiles(_folder.File($"backups/dumps/{dump.Id}"), "*-shop.sql.zst").Single();
        await File.AppendAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        Assert.Contains($"the dump {dump.Id} is damaged", await FailAsync($"restore {dump.Id} dump ''"), StringComparison.Ordinal);
        Assert.Equal("2", await SelectAsync("SELECT COUNT(*) FROM shop.t"));
    }

    [Fact]
    public async Task What_is_too_old_goes_and_what_was_cut_off_does_too()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync(Fresh);
        WriteSettings(daily: 2, weekly: 2, monthly: 2);
        await RunAsync("dump");
        string newest = Assert.Single((await ListAsync()).Dumps).Id;
        DateTimeOffset first = new(2020, 5, 29, 2, 30, 0, TimeSpan.Zero);
        for (int day = 0; day < 6; day++)
            await LaterAsync(newest, $"{first.AddDays(day):yyyyMMdd'T'HHmmss'Z'}", first.AddDays(day).ToUnixTimeSeconds());
        Directory.CreateDirectory(_folder.File("backups/dumps/.new.20200101T000000Z"));
        Directory.Delete(_folder.File($"backups/dumps/{newest}"), recursive: true);
        await RunAsync("dump");
        // Days: today, 3 June. Weeks: this one, that of 3 June. Months: this one, June 2020.
        Assert.Equal(["20200603T023000Z", newest[..8]], (await ListAsync()).Dumps.Select(dump => dump.Id.StartsWith("2020", StringComparison.Ordinal) ? dump.Id : dump.Id[..8]));
        Assert.False(Directory.Exists(_folder.File("backups/dumps/.new.20200101T000000Z")));
        Assert.Contains("edgestack_backup_last_success_timestamp_seconds{database=\"shop\"} ", await File.ReadAllTextAsync(_folder.File("text/files/edgestack-backup.prom"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rights_to_a_table_a_column_and_a_routine_come_back_and_those_to_what_was_dropped_do_no_harm()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($$"""
            {{Fresh}}
            CREATE VIEW shop.v AS SELECT a FROM shop.t;
            CREATE PROCEDURE shop.p() SELECT 1;
            CREATE TABLE shop.gone (a INT);
            DROP USER IF EXISTS anna@localhost;
            CREATE USER anna@localhost;
            GRANT SELECT, UPDATE (b) ON shop.t TO anna@localhost;
            GRANT SELECT ON shop.v TO anna@localhost;
            GRANT EXECUTE ON PROCEDURE shop.p TO anna@localhost;
            """);
        string[] before = [.. (await SelectAsync("SHOW GRANTS FOR anna@localhost")).Split('\n').Order(StringComparer.Ordinal)];
        await _server.SqlAsync("GRANT SELECT ON shop.gone TO anna@localhost; DROP TABLE shop.gone");
        await RunAsync("dump");
        await _server.SqlAsync("DROP USER anna@localhost");
        await RunAsync($"restore {Assert.Single((await ListAsync()).Dumps).Id} dump ''");
        Assert.Equal(before, (await SelectAsync("SHOW GRANTS FOR anna@localhost")).Split('\n').Order(StringComparer.Ordinal));
        await _server.SqlAsync("DROP USER anna@localhost");
    }

    [Fact]
    public async Task A_row_larger_than_statements_may_be_comes_back()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($"{Fresh} ALTER TABLE shop.t MODIFY b LONGBLOB; INSERT INTO shop.t VALUES (3, REPEAT('z', 10000000))");
        await RunAsync("dump");
        string id = Assert.Single((await ListAsync()).Dumps).Id;
        await _server.SqlAsync("DROP TABLE shop.t");
        await RunAsync($"restore {id} dump shop");
        Assert.Equal("10000002 16777216", await SelectAsync("SELECT CONCAT(SUM(LENGTH(b)), ' ', @@GLOBAL.max_allowed_packet) FROM shop.t"));
        // What the restore has written stands in the binary logs as one event of twice the size.
        await RunAsync("dump");
    }

    [Fact]
    public async Task Who_is_in_is_put_out_by_a_restore_and_nobody_else_writes_meanwhile()
    {
        LocalMariaDb.Require();
        await _server.SqlAsync($"{Fresh} SET GLOBAL event_scheduler = ON");
        await RunAsync("dump");
        string id = Assert.Single((await ListAsync()).Dumps).Id;
        // Replayed, the statement sees how it is in the middle of a restore.
        await _server.SqlAsync("SET binlog_format = STATEMENT; INSERT INTO shop.t VALUES (3, CONCAT(@@GLOBAL.read_only, @@GLOBAL.event_scheduler))");
        Assert.Equal("OFFON", await SelectAsync("SELECT b FROM shop.t WHERE a = 3"));
        await RunAsync($"restore {id} end ''");
        Assert.Equal("ONOFF", await SelectAsync("SELECT b FROM shop.t WHERE a = 3"));
        Assert.Equal("OFF ON", await SelectAsync("SELECT CONCAT(@@GLOBAL.read_only, ' ', @@GLOBAL.event_scheduler)"));

        await _server.SqlAsync("CREATE USER app@localhost; GRANT ALL ON shop.* TO app@localhost");
        await RunShellAsync($$"""
            yes "REPLACE INTO shop.t VALUES (4, 'app');" | mariadb --no-defaults --force -u app >/dev/null 2>&1 &
            writer=$!
            until [ "$(mariadb --no-defaults -NBe 'SELECT COUNT(*) FROM shop.t WHERE a = 4')" = 1 ]; do :; done
            {{Program}} restore {{id}} dump ''
            kill $writer 2>/dev/null || :
            """);
        Assert.Equal("2 OFF ON", await SelectAsync("SELECT CONCAT(COUNT(*), ' ', @@GLOBAL.read_only, ' ', @@GLOBAL.event_scheduler) FROM shop.t"));

        // One that was killed could put nothing back: the next does.
        await _server.SqlAsync("SET GLOBAL read_only = ON");
        string left = _folder.Write("backups/state/put-back.sql", "SET GLOBAL read_only = 0;\n");
        await RunAsync("logs");
        Assert.Equal("0", await SelectAsync("SELECT @@GLOBAL.read_only"));
        Assert.False(File.Exists(left));
    }
}
