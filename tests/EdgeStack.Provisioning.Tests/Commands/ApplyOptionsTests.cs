using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Execution;

namespace EdgeStack.Provisioning.Tests.Commands;

/// <summary>What plan and apply say before they ask any node.</summary>
public sealed class ApplyOptionsTests : IDisposable
{
    private readonly CommandHost _host = new();

    public ApplyOptionsTests() => File.WriteAllText(_host.Folder.File("cluster.yaml"), """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes:
            - { name: a, address: 10.255.255.1, roles: [server] }
        """);

    [Theory]
    [InlineData("plan --step base.sech", "--step: these nodes have no step 'base.sech'; did you mean 'base.ssh'?")]
    [InlineData("apply --yes --step base.ssh,base.timer", "--step: these nodes have no step 'base.timer'; did you mean 'base.time'?")]
    [InlineData("apply --resume --step base.ssh", "--step: --resume goes on with what its run was about")]
    [InlineData("apply plan.json --limit a", "--limit: the saved plan says what is done")]
    public async Task A_choice_that_makes_no_sense_is_told(string arguments, string message)
    {
        Assert.Equal(ExitCode.Usage, await _host.RunAsync(arguments.Split(' ')));
        Assert.StartsWith($"error: {message}", _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inventory_that_was_edited_since_is_no_part_of_the_run_that_is_resumed()
    {
        RunFolder run = RunFolder.Begin(_host.Folder.File(".edgestack/runs"), ["a"], [], "another", DateTimeOffset.UnixEpoch);

        Assert.Equal(ExitCode.Failure, await _host.RunAsync("apply", "--resume"));

        Assert.Contains($"--resume: the inventory was edited since {run.Name} was begun", _host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("`edgestack apply` plans anew", _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("destroy")]
    [InlineData("destroy --delete-data")]
    public async Task Nothing_is_destroyed_where_nobody_can_type_the_name_of_it(string arguments)
    {
        Assert.Equal(ExitCode.Usage, await _host.RunAsync(arguments.Split(' ')));
        Assert.StartsWith("error: destroy asks for the cluster's name, and there is no terminal to ask at", _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_came_to_its_end_is_not_resumed()
    {
        RunFolder.Begin(_host.Folder.File(".edgestack/runs"), ["a"], ["base.ssh"], "another", DateTimeOffset.UnixEpoch).Finish();

        Assert.Equal(ExitCode.Usage, await _host.RunAsync("apply", "--resume"));
    }

    [Fact]
    public void A_run_remembers_what_it_was_about()
    {
        string runs = _host.Folder.File("runs");
        RunFolder.Begin(runs, ["a", "b"], ["base.ssh"], "digest", DateTimeOffset.UnixEpoch);
        RunFolder resumed = RunFolder.Unfinished(runs)!;
        Assert.Equal("a b|base.ssh|digest", $"{string.Join(' ', resumed.Nodes)}|{string.Join(' ', resumed.Steps)}|{resumed.InventoryDigest}");
    }

    public void Dispose() => _host.Dispose();
}
