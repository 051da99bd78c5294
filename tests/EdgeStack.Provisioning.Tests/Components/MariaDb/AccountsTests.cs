using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

/// <summary>Accounts, databases and what is left open, on a real server: each step judges, does, judges again, and takes back.</summary>
public sealed class AccountsTests(LocalMariaDb server) : IClassFixture<LocalMariaDb>
{
    private static readonly Account Shop = new("shop", "10.0.0.1", Authentication.Password(new Secret("correct horse")), RequiresTls: true, 0,
        [new Grant(SqlText.Database("lil_linko"), [DatabasePrivileges.All]), new Grant(SqlText.Database("other"), ["SELECT", "CREATE TEMPORARY TABLES"])]);

    private static readonly Account Watcher = new("watcher", "localhost", Authentication.Socket, RequiresTls: false, 3, [new Grant(Grant.Everywhere, ["PROCESS", "BINLOG MONITOR", "SLAVE MONITOR"])]);

    [Fact]
    public async Task Made_once_an_account_is_as_it_should_be_and_taken_back_it_is_gone()
    {
        await EmptyAsync();
        Accounts step = Step(Shop, Watcher);
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(await JudgeAsync(step));
        Assert.Contains("+ shop@10.0.0.1 may ALL on `lil\\_linko`.*", change.Differences.SelectMany(DifferenceText.Lines));
        await DoAsync(change);
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
        foreach (NodeAction action in change.Actions)
            await server.UndoAsync(action);
        Assert.Null((await StateAsync()).Account("shop", "10.0.0.1"));
    }

    [Theory]
    [InlineData("GRANT DROP ON other.* TO 'shop'@'10.0.0.1'", "- shop@10.0.0.1 may DROP on `other`.*")]
    [InlineData("GRANT SELECT ON other.* TO 'shop'@'10.0.0.1' WITH GRANT OPTION", "- shop@10.0.0.1 may GRANT OPTION on `other`.*")]
    [InlineData("GRANT FILE ON *.* TO 'shop'@'10.0.0.1'", "- shop@10.0.0.1 may FILE on *.*")]
    [InlineData("GRANT SELECT ON mysql.global_priv TO 'shop'@'10.0.0.1'", "- shop@10.0.0.1 may SELECT on `mysql`.`global_priv`")]
    [InlineData("REVOKE INSERT ON `lil\\_linko`.* FROM 'shop'@'10.0.0.1'", "+ shop@10.0.0.1 may ALL on `lil\\_linko`.*")]
    [InlineData("REVOKE SELECT ON other.* FROM 'shop'@'10.0.0.1'", "+ shop@10.0.0.1 may SELECT on `other`.*")]
    public async Task A_privilege_that_somebody_changed_by_hand_is_mended_and_can_be_taken_back(string byHand, string told)
    {
        await EmptyAsync();
        Accounts step = Step(Shop);
        await DoAsync(await JudgeAsync(step));
        await server.SqlAsync(byHand);
        ServerState before = await StateAsync();
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(await JudgeAsync(step));
        Assert.Equal([told], change.Differences.SelectMany(DifferenceText.Lines));
        await DoAsync(change);
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
        await server.UndoAsync(Assert.Single(change.Actions));
        Assert.Equal(Text(before), Text(await StateAsync()));
    }

    [Theory]
    [InlineData("SET PASSWORD FOR 'shop'@'10.0.0.1' = PASSWORD('changed by hand')", "~ password of shop@10.0.0.1: another -> ***")]
    [InlineData("ALTER USER 'shop'@'10.0.0.1' REQUIRE NONE", "~ encryption of shop@10.0.0.1: not required -> required")]
    [InlineData("ALTER USER 'shop'@'10.0.0.1' IDENTIFIED VIA unix_socket", "~ login of shop@10.0.0.1: unix_socket -> mysql_native_password")]
    [InlineData("ALTER USER 'shop'@'10.0.0.1' IDENTIFIED VIA mysql_native_password USING 'invalid' OR unix_socket", "~ login of shop@10.0.0.1: several ways -> mysql_native_password")]
    [InlineData("ALTER USER 'shop'@'10.0.0.1' WITH MAX_USER_CONNECTIONS 1", "~ connections of shop@10.0.0.1: 1 -> 0")]
    public async Task A_login_that_somebody_changed_by_hand_is_mended_without_a_word_about_the_password(string byHand, string told)
    {
        await EmptyAsync();
        Accounts step = Step(Shop);
        await DoAsync(await JudgeAsync(step));
        await server.SqlAsync(byHand);
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(await JudgeAsync(step));
        Assert.Equal([told], change.Differences.SelectMany(DifferenceText.Lines));
        await DoAsync(change);
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
    }

    [Fact]
    public async Task A_hash_that_a_server_repeats_in_its_complaint_is_not_in_what_is_logged()
    {
        await EmptyAsync();
        InvalidOperationException failed = await Assert.ThrowsAsync<InvalidOperationException>(() => server.DoAsync(SqlScript.Run("make it wrong", [$"CREATE USER {Shop.Sql} IDENTIFIED VIA ed25519 NONSENSE {SqlText.Literal(Shop.Authentication.Text)}"])));
        Assert.Contains("NONSENSE '***'", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Shop.Authentication.Text[1..20], failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_was_there_when_the_server_could_not_be_asked_is_made_what_it_should_be()
    {
        await EmptyAsync();
        await server.SqlAsync("CREATE USER 'shop'@'10.0.0.1' IDENTIFIED BY 'old'; GRANT ALL ON *.* TO 'shop'@'10.0.0.1' WITH GRANT OPTION");
        Accounts step = Step(Shop);
        Facts silent = new(step.Queries.ToDictionary(query => query, _ => new FactAnswer(SqlScript.NotInstalled, [])));
        await DoAsync(Judge(step, silent));
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
    }

    [Fact]
    public async Task What_an_installer_leaves_open_is_closed_and_data_stays()
    {
        await EmptyAsync();
        await server.SqlAsync("CREATE USER 'root'@'%'; CREATE TABLE test.kept (a INT); CREATE USER 'theirs'@'10.0.0.9'");
        Hygiene step = new();
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(await JudgeAsync(step));
        string[] told = [.. change.Differences.SelectMany(DifferenceText.Lines)];
        Assert.Contains("- account without a name from localhost", told);
        Assert.Contains("- account root from %", told);
        Assert.Contains("- privileges of everybody in test\\_%", told);
        await DoAsync(change);
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
        ServerState now = await StateAsync();
        Assert.Contains("test", now.Databases.Items);
        Assert.NotNull(now.Account("theirs", "10.0.0.9"));
        await server.SqlAsync("DROP TABLE test.kept");
        await DoAsync(await JudgeAsync(step));
        Assert.DoesNotContain("test", (await StateAsync()).Databases.Items);
    }

    [Fact]
    public async Task Databases_are_made_and_those_of_others_are_left()
    {
        await EmptyAsync();
        await server.SqlAsync("CREATE DATABASE theirs; CREATE DATABASE lil_linko");
        Databases step = new(["lil_linko", "a-b"]);
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(await JudgeAsync(step));
        Assert.Equal(["+ database a-b"], change.Differences.SelectMany(DifferenceText.Lines));
        await DoAsync(change);
        Assert.IsType<StepOutcome.Unchanged>(await JudgeAsync(step));
        Assert.Superset(new HashSet<string> { "theirs", "lil_linko", "a-b" }, (await StateAsync()).Databases.ToHashSet());
    }

    // The server is that of all tests of this class, one after the other.
    private async Task EmptyAsync()
    {
        LocalMariaDb.Require();
        await server.SqlAsync("DROP USER IF EXISTS 'shop'@'10.0.0.1'; DROP USER IF EXISTS 'watcher'@'localhost'; DROP DATABASE IF EXISTS lil_linko; CREATE DATABASE IF NOT EXISTS test");
    }

    private static Accounts Step(params ImmutableArray<Account> accounts) => new("db.users", "users", [], _ => (accounts, null));

    private async Task<StepOutcome> JudgeAsync(IStep step) => Judge(step, await server.AskAllAsync(step.Queries));

    private static StepOutcome Judge(IStep step, Facts facts)
    {
        Node node = new("db", "10.0.0.3", [Roles.Database], new NodeAccess(), new BaseSettings(null, "keep", "keep", "off", null));
        return Planner.Judge(step, new NodeFacts(node, facts, FrozenDictionary<string, Facts>.Empty));
    }

    private async Task DoAsync(StepOutcome outcome)
    {
        foreach (NodeAction action in Assert.IsType<StepOutcome.Change>(outcome).Actions)
            await server.DoAsync(action);
    }

    private async Task<ServerState> StateAsync() => ServerState.Parse(await server.AskAsync(ServerState.Query))!;

    private static IEnumerable<string> Text(ServerState state) =>
        state.Accounts.SelectMany(account => account.Grants.Select(place => $"{account.Name}@{account.Host} {place.Key} {string.Join(',', place.Value)}")).Order(StringComparer.Ordinal);
}
