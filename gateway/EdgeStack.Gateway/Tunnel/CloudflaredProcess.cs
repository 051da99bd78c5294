using System.Collections;
using System.ComponentModel;
using System.Text;
using CliWrap;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>cloudflared as a child process.</summary>
internal sealed class CloudflaredProcess : IDisposable
{
    // For a name that is looked up, a file that is trusted, and a proxy on the way out. Everything else stays away: cloudflared takes every TUNNEL_* variable for an option.
    private static readonly HashSet<string> Passed = new(
        ["PATH", "HOME", "TMPDIR", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"], StringComparer.Ordinal);

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _kill = new();
    private readonly CancellationTokenSource _ask = new();

    private CloudflaredProcess(Command command)
    {
        CommandTask<CommandResult> running = command.ExecuteAsync(_kill.Token, _ask.Token);
        Id = running.ProcessId;
        Exit = CodeAsync(running);
    }

    public int Id { get; }

    /// <summary>The exit code; that of SIGKILL when it was killed. Never fails.</summary>
    public Task<int> Exit { get; }

    /// <param name="binary">Full path.</param>
    /// <param name="arguments">As for the shell, but unquoted.</param>
    /// <param name="take">Gets each line of its standard error, on one thread after the other.</param>
    /// <exception cref="Win32Exception">It cannot be executed.</exception>
    public static CloudflaredProcess Start(string binary, IReadOnlyList<string> arguments, Action<string> take) => new(Of(binary, arguments)
        .WithStandardErrorPipe(PipeTarget.Create((stream, cancellation) => new CappedLines(take).ReadAsync(stream, cancellation))));

    /// <summary>What it writes to standard output, at most some lines; null when it fails or takes too long.</summary>
    /// <exception cref="Win32Exception">It cannot be executed.</exception>
    public static async Task<string?> AskAsync(string binary, IReadOnlyList<string> arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        StringBuilder answer = new();
        using CancellationTokenSource late = new(LongestAnswer, time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            CommandResult result = await Of(binary, arguments)
                .WithStandardOutputPipe(PipeTarget.Create((stream, cancellation) => new CappedLines(line => Keep(answer, line)).ReadAsync(stream, cancellation)))
                .ExecuteAsync(either.Token);
            return result.ExitCode == 0 ? answer.ToString() : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Asks it to unregister and to finish what is under way. Asked twice, it would end at once.</summary>
    public void Ask() => _ask.Cancel();

    public void Kill() => _kill.Cancel();

    public void Dispose()
    {
        _kill.Dispose();
        _ask.Dispose();
    }

    private static Command Of(string binary, IReadOnlyList<string> arguments) =>
        Cli.Wrap(binary).WithArguments(arguments).WithEnvironmentVariables(Environment()).WithValidation(CommandResultValidation.None);

    private static Dictionary<string, string?> Environment()
    {
        Dictionary<string, string?> without = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (!Passed.Contains((string)variable.Key))
                without[(string)variable.Key] = null;
        }

        return without;
    }

    private static void Keep(StringBuilder answer, string line)
    {
        if (answer.Length < CappedLines.LongestLine)
            answer.Append(line).Append('\n');
    }

    private async Task<int> CodeAsync(CommandTask<CommandResult> running)
    {
        const int Killed = 128 + 9;
        try
        {
            return (await running).ExitCode;
        }
        catch (Exception)
        {
            // It was killed; or its output could not be read, and then nobody would hear of it any more.
            await _kill.CancelAsync();
            return Killed;
        }
    }
}
