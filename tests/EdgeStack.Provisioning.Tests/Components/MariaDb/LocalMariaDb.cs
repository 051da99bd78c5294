using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

/// <summary>A real MariaDB of this machine in a folder of its own, without a port, which answers the questions of steps and does what they say.</summary>
#pragma warning disable CA1515 // the test classes that share it have to be public
public sealed class LocalMariaDb : IAsyncLifetime
#pragma warning restore CA1515
{
    private const string Program = "/usr/sbin/mariadbd", Installer = "/usr/bin/mariadb-install-db", Client = "/usr/bin/mariadb";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _kill = new();
    private Task _ended = Task.CompletedTask;

    /// <summary>Why there can be no server here; null when there can.</summary>
    internal static string? Missing { get; } = Array.Find([Program, Installer, Client], program => !File.Exists(program)) is { } missing ? $"{missing} is missing: this test needs Debian's package mariadb-server" : null;

    private string Socket => _folder.File("s.sock");

    /// <summary>Runs shell of which the clients talk to this server.</summary>
    /// <returns>How it ended, and what it said on standard output or, when it failed, on standard error.</returns>
    internal async Task<(int Exit, string Said)> RunAsync(string script)
    {
        BufferedCommandResult result = await ShellAsync(script, []);
        return (result.ExitCode, result.ExitCode == 0 ? result.StandardOutput : result.StandardError);
    }

    /// <summary>Skips the calling test when there can be no server.</summary>
    internal static void Require() => Assert.SkipWhen(Missing is not null, Missing ?? "");

    /// <summary>Started with the database test, as the installer leaves it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        string user = $"--user={Environment.UserName}", data = $"--datadir={_folder.File("data")}";
        await Cli.Wrap(Installer).WithArguments(["--no-defaults", user, data, "--auth-root-authentication-method=normal"]).ExecuteBufferedAsync();
        _ended = Cli.Wrap(Program)
            .WithArguments(["--no-defaults", user, data, $"--socket={Socket}", "--skip-networking", $"--pid-file={_folder.File("pid")}", "--log-bin=mariadb-bin", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(_kill.Token).Task;
        await Eventually.HoldsAsync(async () => (await ShellAsync("mariadb --no-defaults -e 'SELECT 1'", [])).ExitCode == 0, "mariadbd answers", TimeSpan.FromSeconds(60));
    }

    internal async Task<FactAnswer> AskAsync(FactQuery query)
    {
        BufferedCommandResult result = await ShellAsync(query.Script, []);
        return new FactAnswer(result.ExitCode, System.Text.Encoding.UTF8.GetBytes(result.StandardOutput));
    }

    internal async Task<Facts> AskAllAsync(IEnumerable<FactQuery> queries)
    {
        Dictionary<FactQuery, FactAnswer> answers = [];
        foreach (FactQuery query in queries)
            answers[query] = await AskAsync(query);
        return new Facts(answers);
    }

    /// <summary>Does it, as the engine would.</summary>
    /// <returns>What programs said.</returns>
    internal async Task<string> DoAsync(NodeAction action)
    {
        BufferedCommandResult result = await ShellAsync($"set -eu\n{ActionScript.Call(action)}", ActionScript.InputOf(action).ToArray());
        return result.ExitCode == 0 ? result.StandardError : throw new InvalidOperationException($"{ActionScript.Describe(action)}: {result.StandardError}");
    }

    internal async Task UndoAsync(NodeAction action)
    {
        BufferedCommandResult result = await ShellAsync($"set -eu\n{ActionScript.Call(action.Undo!)}", []);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    internal async Task SqlAsync(string sql)
    {
        BufferedCommandResult result = await ShellAsync("mariadb --no-defaults", System.Text.Encoding.UTF8.GetBytes(sql));
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        await _ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _kill.Dispose();
        _folder.Dispose();
    }

    private async Task<BufferedCommandResult> ShellAsync(string script, byte[] input) => await Cli.Wrap("sh").WithArguments(["-c", script])
        .WithEnvironmentVariables(variables => variables.Set("MYSQL_UNIX_PORT", Socket)).WithStandardInputPipe(PipeSource.FromBytes(input))
        .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
