using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

public sealed class ServerConfigurationTests
{
    private const string Variables = "SHOW GLOBAL VARIABLES", Written = "my_print_defaults";

    private static readonly ServerConfiguration Step = new(Of(Database.OnNode));

    [Fact]
    public void At_first_the_files_are_written_and_the_server_is_started_once()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(New().Judge(Step));
        Assert.Equal(2, change.Actions.OfType<NodeAction.WriteFile>().Count());
        Assert.Single(change.Actions.OfType<NodeAction.StartUnit>());
        Assert.Equal(Risk.Restart, change.Risk);
    }

    [Fact]
    public void With_everything_in_force_there_is_nothing_to_do() => Assert.IsType<StepOutcome.Unchanged>(Settled().Judge(Step));

    [Fact]
    public void What_somebody_set_at_run_time_goes_with_another_start()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Settled().Answers(Variables, InForce("max_connections", "500")).Judge(Step));
        Assert.Equal(["~ max_connections: 500 -> 30"], change.Differences.SelectMany(DifferenceText.Lines));
        Assert.IsType<NodeAction.StartUnit>(Assert.Single(change.Actions));
    }

    [Fact]
    public void What_another_file_says_is_told_and_no_server_is_started_over_and_over()
    {
        StepOutcome.Blocked blocked = Assert.IsType<StepOutcome.Blocked>(Settled().Answers(Variables, InForce("max_connections", "500")).Answers(Written, "--max_connections=30\n--max-connections=500\n").Judge(Step));
        Assert.Equal("another file of MariaDB says otherwise (max_connections)", blocked.Why);
    }

    [Fact]
    public void A_server_that_runs_and_does_not_let_root_in_is_told() =>
        Assert.Equal("root cannot log in to MariaDB over its Unix socket", Assert.IsType<StepOutcome.Blocked>(Files(New()).Runs(Stamp).Judge(Step)).Why);

    [Theory]
    [InlineData(Database.OnNode, "127.0.0.1,10.0.0.3")]
    [InlineData(Database.OnLocal, "127.0.0.1")]
    [InlineData(Database.OnAll, "*")]
    [InlineData("fd00:0::7", "127.0.0.1,fd00::7")]
    public void It_listens_where_the_inventory_says(string bind, string expected)
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(New().Judge(new ServerConfiguration(Of(bind))));
        Assert.Contains($"\nbind_address = {expected}\n", change.Actions.OfType<NodeAction.WriteFile>().First().File.Content.ToString(), StringComparison.Ordinal);
    }

    private static ServerSetting[] Settings => [.. ServerSettings.Of(MemoryProfile.Of("1G", 0), "127.0.0.1,10.0.0.3", requiresTls: true)];

    // The digest that starting it would leave.
    private static string Stamp => ((StepOutcome.Change)New().Judge(Step)).Actions.OfType<NodeAction.StartUnit>().Single().Stamp;

    private static Database Of(string bind) => new("store", "1G", bind, RequiresTls: true, [], []);

    private static MadeUpFacts New() => new MadeUpFacts().Answers("/proc/meminfo", "4000000\n").Answers("ip -o route get", "10.0.0.3\n");

    private static MadeUpFacts Files(MadeUpFacts facts)
    {
        foreach (NodeAction.WriteFile write in ((StepOutcome.Change)New().Judge(Step)).Actions.OfType<NodeAction.WriteFile>())
            facts.Has(write.File);
        return facts;
    }

    private static MadeUpFacts Settled() => Files(New()).Runs(Stamp).Answers(Variables, InForce("", "")).Answers(Written, string.Concat(Settings.Select(setting => $"--{setting.Name}={setting.Value}\n")));

    // As SHOW VARIABLES has it, one of them otherwise.
    private static string InForce(string name, string value) =>
        string.Concat(Settings.Select(setting => $"{setting.Name}\t{(setting.Name == name ? value : setting.Name == "log_bin" ? "ON" : setting.InForce)}\n"));
}
