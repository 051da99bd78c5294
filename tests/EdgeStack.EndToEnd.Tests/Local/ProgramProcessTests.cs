using System.Net;
using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>How the gateway ends, as whoever started it sees it.</summary>
public sealed class ProgramProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gateway_that_is_told_to_stop_ends_with_0_and_says_nothing_alarming()
    {
        using TemporaryFolder folder = new();
        TaskCompletionSource serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> said = [];
        CommandResult result = await Gateway("http://127.0.0.1:0", folder)
            .WithStandardInputPipe(PipeSource.Create(async (_, cancellation) => await serving.Task.WaitAsync(cancellation)))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line =>
            {
                said.Add(line);
                if (line.Contains("Serving on", StringComparison.Ordinal))
                    serving.TrySetResult();
            }))
            .ExecuteAsync(Cancellation);
        Assert.Equal(0, result.ExitCode);
        Assert.All(said, line => Assert.Contains(" info ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_whose_address_is_taken_ends_with_1_and_one_sentence()
    {
        using TemporaryFolder folder = new();
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        BufferedCommandResult result = await Gateway($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}", folder)
            .WithStandardInputPipe(PipeSource.Create((_, cancellation) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation))).ExecuteBufferedAsync(Cancellation);
        Assert.Equal(1, result.ExitCode);
        string sentence = Assert.Single(result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => !line.Contains(" info ", StringComparison.Ordinal));
        Assert.Contains("address already in use", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_told_to_stop_while_it_starts_ends_with_0()
    {
        using TemporaryFolder folder = new();
        BufferedCommandResult result = await Gateway("http://127.0.0.1:0", folder).ExecuteBufferedAsync(Cancellation); // its standard input is at its end from the start
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private static Command Gateway(string address, TemporaryFolder folder) => Cli.Wrap(Programs.Gateway)
        .WithArguments(["--routes", folder.Path, "--listeners.public", address, "--listeners.admin", "http://127.0.0.1:0", "--listeners.metrics", "http://127.0.0.1:0", "--shutdown.withStdin", "true"])
        .WithValidation(CommandResultValidation.None);
}
