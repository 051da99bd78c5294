using System.ComponentModel;
using CliWrap;

namespace EdgeStack.Provisioning.Local;

/// <summary>A program of ours as a child process, from its start to its end.</summary>
/// <param name="executable">Full path.</param>
/// <param name="arguments">As for the shell, but unquoted.</param>
/// <param name="onOutput">Takes each line of its standard output; of the gateway, the access log.</param>
/// <param name="onError">Takes each line of its standard error, its own log.</param>
/// <param name="stopGrace">Between asking it to stop and killing it.</param>
/// <param name="time">The clock of that.</param>
internal sealed class ProgramProcess(
    string executable,
    IReadOnlyList<string> arguments,
    Action<string> onOutput,
    Action<string> onError,
    TimeSpan stopGrace,
    TimeProvider time)
{
    private const int RememberedErrors = 8;

    // Ctrl-C in a terminal reaches the program and us at once, in any order: its end alone does not tell that nobody asked for it.
    private static readonly TimeSpan SignalLag = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it until it ends; never throws for what a process may do.</summary>
    public async Task<ProgramExit> RunAsync(StopRequests stop)
    {
        LastLines errors = new(RememberedErrors);
        using CancellationTokenSource grace = new(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration afterRequest = stop.Gently.Register(() => grace.CancelAfter(stopGrace));
        using CancellationTokenSource kill = CancellationTokenSource.CreateLinkedTokenSource(grace.Token, stop.Hard);
        Command command = Cli.Wrap(executable)
            .WithArguments(arguments)
            .WithEnvironmentVariables(ProgramEnvironment.Without(Environment.GetEnvironmentVariables()))
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create(HeldOpenAsync))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(onOutput))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                errors.Add(line);
                onError(line);
            }));
        try
        {
            CommandTask<CommandResult> running = command.ExecuteAsync(kill.Token);
            using CancellationTokenRegistration ask = stop.Gently.Register(() => PosixProcess.End(running.ProcessId));
            CommandResult result = await running;
            return await WasAskedAsync(stop.Gently)
                ? new ProgramExit.Stopped()
                : new ProgramExit.Left(result.ExitCode, errors.ToImmutableArray());
        }
        catch (OperationCanceledException) when (kill.IsCancellationRequested)
        {
            return new ProgramExit.Killed();
        }
        catch (Win32Exception error)
        {
            return new ProgramExit.NotStarted(error.Message);
        }
    }

    // Its standard input ends when this process does, even by a kill -9: that is how the program learns that nobody needs it any more.
    private Task HeldOpenAsync(Stream input, CancellationToken left) => Task.Delay(Timeout.InfiniteTimeSpan, time, left);

    private async Task<bool> WasAskedAsync(CancellationToken gently)
    {
        await Task.Delay(SignalLag, time, gently).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return gently.IsCancellationRequested;
    }
}
