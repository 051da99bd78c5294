using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary><c>tests/fuzz</c> with scripts in place of its suites.</summary>
public sealed class FuzzScriptTests
{
    private const string Fine = "echo 'Any text is read: 7 inputs'", TimesOut = "exit 124";

    [Theory]
    [InlineData(Fine, 0, "")]
    [InlineData($"{Fine}; exit 1", 1, "Gateway ended with 1\n")]
    [InlineData("exit 134", 1, "Gateway ended with 134\n")]
    [InlineData("kill -SEGV $$", 1, "Gateway ended with 139\n")]
    [InlineData(TimesOut, 1, "Gateway did not end within 110 s\n")]
    public async Task A_suite_that_dies_even_without_a_line_is_a_failure_and_the_others_run_all_the_same(string behaviour, int exit, string said)
    {
        using TemporaryFolder folder = new();
        WriteSuite(folder, "Routes", Fine);
        WriteSuite(folder, "Gateway", behaviour);
        WriteSuite(folder, "Platform", Fine);
        BufferedCommandResult result = await RunAsync(folder);
        Assert.Equal(exit, result.ExitCode);
        Assert.EndsWith(said, result.StandardError, StringComparison.Ordinal); // behind what the shell says of a signal
        Assert.True(result.StandardOutput.Split('\n').Count(line => line.Contains("7 inputs", StringComparison.Ordinal)) >= 2, result.StandardOutput);
    }

    [Fact]
    public async Task A_suite_that_cannot_say_its_targets_is_a_failure()
    {
        using TemporaryFolder folder = new();
        foreach (string suite in (string[])["Routes", "Platform"])
            WriteSuite(folder, suite, Fine);
        WriteProgram(folder, ProgramOf("Gateway"), "exit 134");
        BufferedCommandResult result = await RunAsync(folder);
        Assert.Equal((1, "no fuzz target was found in Gateway\n"), (result.ExitCode, result.StandardError));
    }

    private static async Task<BufferedCommandResult> RunAsync(TemporaryFolder folder)
    {
        WriteProgram(folder, "bin/dotnet", "exit 0");
        WriteProgram(folder, "tests/fuzz", await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests/fuzz"), TestContext.Current.CancellationToken));
        return await Cli.Wrap("/usr/bin/env").WithArguments([$"PATH={folder.File("bin")}:/usr/bin:/bin", "bash", folder.File("tests/fuzz"), "1"])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    private static void WriteSuite(TemporaryFolder folder, string suite, string behaviour) =>
        WriteProgram(folder, ProgramOf(suite), $"case \"$*\" in *-list*) echo Some.FuzzTests.Any; exit 0;; esac\n{behaviour}");

    private static string ProgramOf(string suite) => $"artifacts/bin/EdgeStack.{suite}.Tests/release/EdgeStack.{suite}.Tests";

    private static void WriteProgram(TemporaryFolder folder, string name, string text)
    {
        string file = folder.Write(name, text.StartsWith("#!", StringComparison.Ordinal) ? text : $"#!/bin/bash\n{text}\n");
#pragma warning disable CA1416 // the script is for Linux
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
