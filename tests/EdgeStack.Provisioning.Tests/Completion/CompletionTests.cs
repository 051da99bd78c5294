using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Completion;
using EdgeStack.Provisioning.Execution;

namespace EdgeStack.Provisioning.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private const string Inventory = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes:
            - { name: pi1, address: 10.0.0.1, roles: [server] }
            - { name: pi2, address: 10.0.0.2, roles: [database] }
          database: { node: pi2 }
        """;

    private readonly CommandHost _host = new();

    public CompletionTests() => File.WriteAllText(_host.Folder.File("cluster.yaml"), Inventory);

    [Theory]
    [InlineData("pla", "explain plan")] // the parser answers what has the word somewhere; shells keep what begins with it
    [InlineData("plan --li", "--limit")]
    [InlineData("plan --limit pi", "pi1 pi2")]
    [InlineData("plan --limit ser", "server")]
    [InlineData("apply --step db.", "db.config db.exporter db.install db.secure db.tls")]
    [InlineData("apply --step base.ssh,db.i", "base.ssh,db.install")]
    [InlineData("trust pi", "pi1 pi2")]
    [InlineData("undo 1970", "19700101-000000 19700101-000000-2")]
    [InlineData("undo base.s", "base.ssh base.sysctl")]
    [InlineData("completion z", "zsh")]
    [InlineData("plan -f nothing.yaml --limit pi", "")]
    public async Task What_can_be_written_next_is_answered(string line, string expected)
    {
        RunFolder.Begin(_host.Folder.File(".edgestack/runs"), ["pi1"], [], "", DateTimeOffset.UnixEpoch);
        RunFolder.Begin(_host.Folder.File(".edgestack/runs"), ["pi1"], [], "", DateTimeOffset.UnixEpoch);
        // Whoever gave us the folder may have called it anything, and a shell would run it.
        Directory.CreateDirectory(_host.Folder.File(".edgestack/runs/1970$(reboot)"));

        Assert.Equal(ExitCode.Fine, await _host.RunAsync(string.Create(CultureInfo.InvariantCulture, $"[suggest:{line.Length}]"), line));

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), _host.Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Empty(_host.Error.ToString());
    }

    [Fact]
    public async Task A_shell_that_we_do_not_know_is_told_with_the_nearest_one()
    {
        Assert.Equal(ExitCode.Usage, await _host.RunAsync("completion", "zhs"));
        Assert.StartsWith("error: completion: there is nothing for 'zhs'; did you mean 'zsh'?", _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "COMP_LINE='  edgestack plan --limit pi'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(edgestack plan --limit pi); COMP_CWORD=3; _edgestack edgestack pi --limit; printf '%s\\n' \"${COMPREPLY[@]}\"")]
    [InlineData("zsh", "words=(edgestack plan --limit pi); CURRENT=4; PREFIX=pi; _edgestack", "compdef() { :; }; compadd() { shift; print -l -- \"$@\"; }; _files() { :; }\n")]
    [InlineData("fish", "complete -C 'edgestack plan --limit pi' | string match -r '^\\S+'")]
    public async Task A_real_shell_completes_names_of_the_inventory(string shell, string ask, string before = "")
    {
        Assert.SkipWhen(!File.Exists($"/usr/bin/{shell}"), $"{shell} is not installed");
        using EdgestackProcess edgestack = new();
        File.WriteAllText(edgestack.Folder.File("cluster.yaml"), Inventory);
        File.WriteAllText(edgestack.Folder.File("ask"), $"{before}{Shim.Of(shell)}\n{ask}\n");

        BufferedCommandResult result = await Cli.Wrap(shell).WithArguments([edgestack.Folder.File("ask")]).WithWorkingDirectory(edgestack.Folder.Path)
            .WithEnvironmentVariables(variables => variables.Set("PATH", $"{edgestack.Installed.Path}:/usr/bin:/bin").Set("HOME", edgestack.Folder.Path))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("", "pi1\npi2\n"), (result.StandardError, result.StandardOutput));
    }

    [Fact]
    public async Task In_bash_a_word_is_completed_and_never_replaced_by_another()
    {
        using EdgestackProcess edgestack = new();

        (int exit, string error) = await edgestack.BashAsync(
            $"cd {edgestack.Installed.Path} && source <(./edgestack completion bash) && COMP_LINE='./edgestack pl'; COMP_POINT=${{#COMP_LINE}}; COMP_WORDS=(./edgestack pl); _edgestack ./edgestack pl ./edgestack; [ \"${{COMPREPLY[*]}}\" = plan ]");

        Assert.Equal((0, ""), (exit, error));
    }

    public void Dispose() => _host.Dispose();
}
