using System.Globalization;
using CliWrap;
using EdgeStack.Bench.SideBySide.Contestants;

namespace EdgeStack.Bench.SideBySide.Processes;

/// <summary>A server that runs until it is disposed of.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _kill = new();
    private readonly CommandTask<CommandResult> _running;
    private readonly string _name;
    private readonly string _log;

    private ChildProcess(string name, StartCommand command, string folder)
    {
        _name = name;
        _log = Path.Combine(folder, "output.log");
        // The shell gives its place and its process id to the program, whose output goes to the file without us in between.
        _running = Cli.Wrap("/bin/sh").WithArguments(["-c", "exec \"$@\" >>\"$0\" 2>&1", _log, command.Program, .. command.Arguments])
            // Where Caddy would keep what it remembers.
            .WithEnvironmentVariables(variables => variables.Set("XDG_CONFIG_HOME", folder).Set("XDG_DATA_HOME", folder))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(_kill.Token);
    }

    public int Id => _running.ProcessId;

    /// <param name="name">What it is called when it has ended by itself.</param>
    /// <param name="command">What to run.</param>
    /// <param name="folder">Where its output is written, to <c>output.log</c>.</param>
    public static ChildProcess Start(string name, StartCommand command, string folder) => new(name, command, folder);

    /// <summary>Throws with its last words when it has ended by itself.</summary>
    public void MustRun()
    {
        if (!_running.Task.IsCompleted)
            return;
        string words = string.Join('\n', File.ReadLines(_log).TakeLast(20));
        throw new InvalidOperationException($"{_name} has ended by itself{(words.Length > 0 ? $": {words}" : " without a word")}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.Task.IsCompleted)
            await Cli.Wrap("kill").WithArguments(["-TERM", Id.ToString(CultureInfo.InvariantCulture)]).WithValidation(CommandResultValidation.None).ExecuteAsync();
        _kill.CancelAfter(Grace);
        await _running.Task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _kill.Dispose();
    }
}
