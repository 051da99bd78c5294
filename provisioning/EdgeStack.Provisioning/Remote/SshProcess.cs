using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CliWrap;
using CliWrap.Exceptions;

namespace EdgeStack.Provisioning.Remote;

/// <summary>The ssh client as a child process that we talk to. Nothing secret is in its arguments.</summary>
internal sealed class SshProcess : IAsyncDisposable
{
    // What ssh says when it fails; a script's own errors come in frames.
    private const int MostError = 64 * 1024;

    private readonly Pipe _input = new();
    private readonly Pipe _output = new(new PipeOptions(pauseWriterThreshold: 8 * 1024 * 1024, resumeWriterThreshold: 4 * 1024 * 1024));
    private readonly StringBuilder _error = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Task<int> _ended;

    private SshProcess(IReadOnlyList<string> arguments, Action<string> onError)
    {
        // In a session of its own where that can be had: Ctrl-C at the terminal is for us, and a step that runs is finished first.
        Command command = (OperatingSystem.IsLinux() ? Cli.Wrap("setsid").WithArguments(["ssh", .. arguments]) : Cli.Wrap("ssh").WithArguments(arguments))
            .WithEnvironmentVariables(variables => variables.Set("LC_ALL", "C"))
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create(SendAsync))
            .WithStandardOutputPipe(PipeTarget.Create(ReceiveAsync))
            .WithStandardErrorPipe(PipeTarget.Create((stream, stop) => ListenAsync(stream, onError, stop)));
        _ended = RunAsync(command);
    }

    /// <summary>Its standard output; ends with it.</summary>
    public PipeReader Output => _output.Reader;

    /// <summary>What it ends with when there is no ssh on this machine; a shell's and setsid's code too.</summary>
    public const int NotFound = 127;

    /// <param name="arguments">Each one argument.</param>
    /// <param name="onError">Told of every piece of standard error as it comes.</param>
    public static SshProcess Start(IReadOnlyList<string> arguments, Action<string> onError) => new(arguments, onError);

    /// <exception cref="IOException">It has ended.</exception>
    public async Task WriteAsync(byte[] bytes, CancellationToken stop)
    {
        if (_ended.IsCompleted)
            throw new IOException("the connection is closed");
        await _input.Writer.WriteAsync(bytes, stop);
    }

    /// <summary>Waits for its end: its exit code and what it said.</summary>
    public async Task<(int Exit, string Error)> EndedAsync()
    {
        await _input.Writer.CompleteAsync();
        int exit = await _ended;
        lock (_error)
            return (exit, _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        // The end of standard input ends the driver, which waits for its script. Who cannot wait that long is a connection that hangs.
        await _input.Writer.CompleteAsync();
        _kill.CancelAfter(TimeSpan.FromSeconds(2));
        await _ended;
        _kill.Dispose();
    }

    private async Task<int> RunAsync(Command command)
    {
        try
        {
            return (await command.ExecuteAsync(_kill.Token)).ExitCode;
        }
        catch (OperationCanceledException)
        {
            return 255;
        }
        catch (CommandExecutionException)
        {
            return 255;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return NotFound;
        }
        finally
        {
            await _output.Writer.CompleteAsync();
            await _input.Reader.CompleteAsync();
        }
    }

    private async Task SendAsync(Stream stream, CancellationToken stop)
    {
        while (true)
        {
            ReadResult read = await _input.Reader.ReadAsync(stop);
            foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                await stream.WriteAsync(piece, stop);
            await stream.FlushAsync(stop);
            _input.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private async Task ReceiveAsync(Stream stream, CancellationToken stop)
    {
        await stream.CopyToAsync(_output.Writer, stop);
        await _output.Writer.CompleteAsync();
    }

    private async Task ListenAsync(Stream stream, Action<string> onError, CancellationToken stop)
    {
        byte[] bytes = new byte[4096];
        while (await stream.ReadAsync(bytes, stop) is > 0 and int count)
        {
            string text = Encoding.UTF8.GetString(bytes, 0, count);
            lock (_error)
            {
                if (_error.Length < MostError)
                    _error.Append(text);
            }

            onError(text);
        }
    }
}
