using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.Provisioning.Tests;

/// <summary>The command line as its own process, installed in a folder of its own: what a test in this process cannot show.</summary>
internal sealed class EdgestackProcess : IDisposable
{
    /// <summary>Where it is installed; a stand-in gateway goes beside it.</summary>
    public TemporaryFolder Installed { get; } = new();

    /// <summary>Its working directory, which holds its folder for temporary files, <c>tmp</c>.</summary>
    public TemporaryFolder Folder { get; } = new();

    public EdgestackProcess()
    {
        Directory.CreateDirectory(TemporaryFiles);
        foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
            if (Path.GetExtension(file) == ".dll" || Path.GetFileName(file).StartsWith("edgestack", StringComparison.Ordinal))
                File.Copy(file, Installed.File(Path.GetFileName(file)));
    }

    public string TemporaryFiles => Folder.File("tmp");

    /// <summary>Its command line, for a shell.</summary>
    public string Program => $"'{Installed.File("edgestack")}'";

    public CommandTask<CommandResult> Start(WatchedWriter error, CancellationToken kill, params string[] arguments) => Cli.Wrap(Installed.File("edgestack"))
        .WithArguments(arguments)
        .WithWorkingDirectory(Folder.Path)
        .WithEnvironmentVariables(variables => variables.Set("TMPDIR", TemporaryFiles))
        .WithStandardErrorPipe(PipeTarget.ToDelegate(error.WriteLine))
        .WithValidation(CommandResultValidation.None)
        .ExecuteAsync(kill);

    /// <summary>Runs a line of bash, which redirects as people do.</summary>
    public async Task<(int ExitCode, string Error)> BashAsync(string line)
    {
        BufferedCommandResult result = await Cli.Wrap("bash")
            .WithArguments(["-c", line])
            .WithWorkingDirectory(Folder.Path)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.StandardError);
    }

    public void Dispose()
    {
        Installed.Dispose();
        Folder.Dispose();
    }
}
