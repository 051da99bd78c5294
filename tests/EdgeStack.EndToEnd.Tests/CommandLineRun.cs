using System.Collections.Concurrent;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests;

/// <summary>A run of <c>edgestack</c> as its own process.</summary>
internal sealed class CommandLineRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _interrupt = new(), _kill = new();
    private Task<CommandResult> _running = null!;

    /// <summary>Lines of stderr so far.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Lines of stdout so far.</summary>
    public ConcurrentQueue<string> Output { get; } = new();

    /// <summary>Runs a command that ends by itself.</summary>
    public static async Task<(int ExitCode, string Output)> ToEndAsync(params string[] arguments)
    {
        BufferedCommandResult result = await Cli.Wrap(Programs.CommandLine).WithArguments(arguments).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }

    public static CommandLineRun Start(string folder, params string[] arguments) => Start(folder, null, arguments);

    /// <param name="folder">Its working directory.</param>
    /// <param name="path">Its <c>PATH</c>; null leaves this process's.</param>
    /// <param name="arguments">As for a shell.</param>
    public static CommandLineRun Start(string folder, string? path, string[] arguments)
    {
        CommandLineRun run = new();
        Command command = Cli.Wrap(Programs.CommandLine).WithArguments(arguments).WithWorkingDirectory(folder);
        if (path is not null)
            command = command.WithEnvironmentVariables(variables => variables.Set("PATH", path));
        run._running = command
            .WithStandardOutputPipe(PipeTarget.ToDelegate(run.Output.Enqueue)).WithStandardErrorPipe(PipeTarget.ToDelegate(run.Errors.Enqueue))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(run._kill.Token, run._interrupt.Token);
        return run;
    }

    /// <summary>Waits for a line of stderr that contains the text.</summary>
    public async Task<string> SaysAsync(string text)
    {
        await Eventually.HoldsAsync(() => _running.IsCompleted || Errors.Any(line => line.Contains(text, StringComparison.Ordinal)), $"edgestack says '{text}'");
        return Errors.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"edgestack ended without '{text}':\n{string.Join('\n', Errors)}");
    }

    /// <summary>Waits for its end without asking for it.</summary>
    public async Task<int> EndsAsync() => (await _running.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode;

    /// <summary>Presses Ctrl-C and waits for the end.</summary>
    public async Task InterruptAsync()
    {
        await _interrupt.CancelAsync();
        try
        {
            await _running.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (OperationCanceledException)
        {
            // CliWrap's way of saying that it was interrupted
        }
    }

    public async ValueTask DisposeAsync()
    {
        await InterruptAsync();
        await _kill.CancelAsync();
        _interrupt.Dispose();
        _kill.Dispose();
    }
}
