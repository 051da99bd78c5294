using System.IO.Pipelines;
using CliWrap;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Remote;

/// <summary>
/// One long-lived connection to a node: OpenSSH's client as a child, sudo once, and a driver that runs scripts one after the other. A script costs one round trip.
/// </summary>
internal sealed class SshShell : IRemoteShell
{
    // Two hops of ConnectTimeout (SshConfig), a login and sudo.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(45);

    // The node ends a script itself at its limit, and kills it 10 s later. Who has not answered by then is gone.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // A lock is old after 60 s (ClusterLock).
    private static readonly TimeSpan BeatPeriod = TimeSpan.FromSeconds(10);

    private readonly SshProcess _process;
    private readonly FrameReader _frames;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _running = new(1);
    private readonly ITimer _beat;
    private readonly TimeProvider _time;
    private int _lastId;
    private long _sent;
    private int _roundTrips;

    private SshShell(SshProcess process, FrameReader frames, TimeProvider time)
    {
        (_process, _frames, _time) = (process, frames, time);
        _beat = time.CreateTimer(_ => _ = BeatAsync(), null, BeatPeriod, BeatPeriod);
    }

    public RemoteTraffic Traffic => new(_roundTrips, _sent, _frames.Received);

    /// <param name="node">The node's name in the inventory, for messages.</param>
    /// <param name="destination">How it is reached.</param>
    /// <param name="time">The clock of every limit.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RemoteException">It cannot be reached, does not let us in or does not let us become root.</exception>
    public static async Task<SshShell> OpenAsync(string node, SshDestination destination, TimeProvider time, CancellationToken stop)
    {
        RemoteDriver driver = new();
        SudoPrompt prompt = new(driver.Mark);
        string command = destination.Become == Become.Sudo ? $"sudo -S -p {prompt.Text} {driver.Command}" : driver.Command;
        SshProcess process = SshProcess.Start(["-F", destination.ConfigFile, "-T", "--", destination.Host, command], prompt.Look);
        using CancellationTokenSource limit = new(OpenLimit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            FrameReader frames = new(process.Output, driver.Mark);
            Task<string[]?> hello = frames.HeadAsync(either.Token).AsTask();
            while (await Task.WhenAny(hello, prompt.Asked) == prompt.Asked && !hello.IsCompleted)
            {
                if (destination.Password is null || prompt.IsAnswered)
                    throw new RemoteException(new RemoteFault(FaultCode.NoRoot, destination.Password is null ? "sudo asks for a password there" : "sudo does not accept the password",
                        destination.Password is null ? "name where it comes from in the inventory: `become: { password: { prompt: true } }`" : "is it that user's password?"));
                await process.WriteAsync([.. destination.Password.RevealBytes(), (byte)'\n'], either.Token);
                prompt.Answered();
            }

            // Only now: what sudo does not read would be taken for a password.
            if (await hello is null)
                throw await EndedAsync(process, destination.Host, node, prompt);
            await process.WriteAsync(driver.Source, either.Token);
            if (await frames.HeadAsync(either.Token) is not ["ready", ..])
                throw await EndedAsync(process, destination.Host, node, prompt);
            return new SshShell(process, frames, time) { _sent = driver.Source.Length };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await process.DisposeAsync();
            throw new RemoteException(new RemoteFault(FaultCode.Unreachable, $"has not let us in within {OpenLimit.TotalSeconds:0} s", $"try `ssh {destination.Host}`"));
        }
        catch (InvalidDataException foreign)
        {
            await process.DisposeAsync();
            throw new RemoteException(new RemoteFault(FaultCode.Foreign, foreign.Message, $"what does `ssh {destination.Host} true` print? Its shell's start-up files must be silent"));
        }
        catch (IOException)
        {
            RemoteException ended = await EndedAsync(process, destination.Host, node, prompt);
            await process.DisposeAsync();
            throw ended;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<RemoteReply> RunAsync(RemoteScript script, CancellationToken stop)
    {
        await _running.WaitAsync(stop);
        try
        {
            int id = ++_lastId;
            byte[] frame = RemoteDriver.Frame(id, script);
            using CancellationTokenSource limit = new(script.Limit + Grace, _time);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            try
            {
                await WriteAsync(frame, either.Token);
                return await ReplyAsync(id, either.Token) ?? throw Lost("the connection broke");
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                throw Lost($"no answer within {(script.Limit + Grace).TotalSeconds:0} s");
            }
            catch (Exception broken) when (broken is InvalidDataException or IOException)
            {
                throw Lost(broken.Message);
            }
        }
        finally
        {
            _running.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _beat.DisposeAsync();
        await _process.DisposeAsync();
        _writing.Dispose();
        _running.Dispose();
    }

    private async Task<RemoteReply?> ReplyAsync(int id, CancellationToken stop)
    {
        if (await _frames.HeadAsync(stop) is not { Length: 4 } head)
            return null;
        if (FrameReader.Count(head[0]) != id)
            throw new InvalidDataException("the shell answers another script than the one that was sent");
        byte[]? output = await _frames.BytesAsync(FrameReader.Count(head[2]), stop), error = output is null ? null : await _frames.BytesAsync(FrameReader.Count(head[3]), stop);
        if (error is null)
            return null;
        _roundTrips++;
        return new RemoteReply(FrameReader.Count(head[1]), output, System.Text.Encoding.UTF8.GetString(error));
    }

    private static RemoteException Lost(string why) => new(new RemoteFault(FaultCode.Lost, $"was lost in the middle: {why}", "when it is back: the same command again, or `edgestack apply --resume`"));

    private static async Task<RemoteException> EndedAsync(SshProcess process, string host, string node, SudoPrompt prompt)
    {
        (int exit, string error) = await process.EndedAsync();
        string said = prompt.Without(error);
        if (exit == SshProcess.NotFound && (said.Length == 0 || said.Contains("setsid: failed to execute", StringComparison.Ordinal)))
            return new RemoteException(SshFaults.NoClient);
        // 255 is ssh's own; everything else comes from the other side.
        return new RemoteException(exit == 255 ? SshFaults.Of(said, host, node) : SshFaults.OfSudo(said, node));
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            await _process.WriteAsync(bytes, stop);
            _sent += bytes.Length;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            await WriteAsync(RemoteDriver.Beat, CancellationToken.None);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Whoever waits for an answer is told; a beat has nobody to tell.
        }
    }
}
