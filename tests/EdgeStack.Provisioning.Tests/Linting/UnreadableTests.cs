using System.Runtime.Versioning;
using CliWrap;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Linting;

namespace EdgeStack.Provisioning.Tests.Linting;

/// <summary>What cannot be read is one problem each; the rest is checked.</summary>
public sealed class UnreadableTests
{
    private const string Clean = "routes:\n  - host: a.example.com\n    service: a:80\n";

    [Theory]
    [InlineData("truncate -s 8G routes/b.yaml", "is larger than 1 MiB")]
    [InlineData("head -c 1048577 /dev/zero | tr '\\0' '#' > routes/b.yaml", "is larger than 1 MiB")]
    [InlineData("mkfifo routes/b.yaml", "cannot be read: it is no ordinary file, but a pipe, a socket or a device")]
    [InlineData("mkfifo pipe; ln -s ../pipe routes/b.yaml", "cannot be read: it is no ordinary file, but a pipe, a socket or a device")]
    [InlineData("ln -s /dev/zero routes/b.yaml", "cannot be read: it is no ordinary file, but a pipe, a socket or a device")]
    [InlineData("ln -s nowhere routes/b.yaml", "cannot be read: ")]
    [InlineData("ln -s b.yaml routes/b.yaml", "cannot be read: ")]
    [InlineData("ln -s /proc/self/mem routes/b.yaml", "cannot be read: ")]
    public async Task A_file_that_cannot_be_read_is_one_line(string make, string message)
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean);
        await BashAsync(host, make);

        int exit = await LintAsync(host);

        Assert.Equal(ExitCode.ProblemsFound, exit);
        string line = Assert.Single(host.Output.ToString().Split('\n'), line => line.Contains("error: ", StringComparison.Ordinal));
        Assert.StartsWith($"routes/b.yaml: error: {message}", line, StringComparison.Ordinal);
        Assert.Contains("2 files, 1 route: 1 error, 0 warnings", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_that_is_named_is_not_opened_either()
    {
        using CommandHost host = new();
        await BashAsync(host, "mkfifo pipe");

        Assert.Equal(ExitCode.ProblemsFound, await LintAsync(host, "pipe"));
        Assert.StartsWith("pipe: error: cannot be read: it is no ordinary file", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_one_problem_and_its_neighbours_are_read()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", Clean);
        host.Folder.Write("routes/closed/b.yaml", Clean);

        // The super-user may list every folder, so the refusal is ours.
        RouteFiles files = RouteFiles.Find(host.Folder.Path, ["routes"], folder => Path.GetFileName(folder) == "closed"
            ? throw new UnauthorizedAccessException("Access is denied.")
            : Directory.GetFileSystemEntries(folder));
        LintReading reading = Linter.Read(files, []);

        Assert.Single(reading.Routes);
        Assert.Equal("routes/closed: cannot be read: Access is denied.", Assert.Single(reading.Problems.Select(problem => $"{problem.Where}: {problem.Message}")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Without_permission_every_command_line_ends_with_2_and_one_line()
    {
        using EdgestackProcess edgestack = new();
        edgestack.Folder.Write("routes/closed/b.yaml", Clean);
        edgestack.Folder.Write("routes/secret.yaml", Clean);
        // Everyone may come to the program and to the folder; only what is closed is closed.
        foreach (TemporaryFolder folder in new[] { edgestack.Installed, edgestack.Folder })
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(edgestack.Folder.File("routes/closed"), UnixFileMode.None);
        File.SetUnixFileMode(edgestack.Folder.File("routes/secret.yaml"), UnixFileMode.None);
        string nobody = Environment.IsPrivilegedProcess ? "setpriv --reuid 65534 --clear-groups " : "";

        (int exit, string error) whole = await edgestack.BashAsync($"{nobody}{edgestack.Program} routes lint >&2");
        (int exit, string error) closed = await edgestack.BashAsync($"{nobody}{edgestack.Program} routes lint routes/closed/b.yaml >&2");

        Assert.Equal(ExitCode.ProblemsFound, whole.exit);
        Assert.Contains("routes/closed: error: cannot be read: ", whole.error, StringComparison.Ordinal);
        Assert.Contains("routes/secret.yaml: error: cannot be read: ", whole.error, StringComparison.Ordinal);
        Assert.Contains("1 file, 0 routes: 2 errors, 0 warnings", whole.error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.ProblemsFound, closed.exit);
        Assert.StartsWith("routes/closed/b.yaml: error: cannot be read: ", closed.error, StringComparison.Ordinal);
        File.SetUnixFileMode(edgestack.Folder.File("routes/closed"), (UnixFileMode)0b111_000_000);
    }

    // On a thread of its own: what hangs must fail the test, not hold it.
    private static Task<int> LintAsync(CommandHost host, params string[] paths) => Task
        .Run(() => host.RunAsync(["routes", "lint", .. paths]), TestContext.Current.CancellationToken)
        .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private static async Task BashAsync(CommandHost host, string line) =>
        await Cli.Wrap("bash").WithArguments(["-c", line]).WithWorkingDirectory(host.Folder.Path).ExecuteAsync(TestContext.Current.CancellationToken);
}
