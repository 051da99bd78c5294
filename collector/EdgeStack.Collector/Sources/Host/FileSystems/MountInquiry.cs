using System.Text;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>
/// Asks mounts how large they are. The call may block for ever, and nothing can end it: so each is made on a thread of its own, which may be lost, and a mount that
/// does not answer is not asked again before it does. May be used by several readers at once.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks one mount, by the bytes of its path with a zero at the end; blocks as it likes.</param>
internal sealed class MountInquiry(TimeProvider time, Func<byte[], MountAnswer> ask)
{
    // A thread that makes one system call needs no more; the usual 8 MB would count against a container's limits when they are locked.
    private const int StackBytes = 128 * 1024;

    // For Monitor, which can wait for an answer; all fields below belong to who holds it.
    private readonly object _gate = new();
    private readonly Dictionary<(string Id, string Path), Call> _open = [];
    private readonly Dictionary<(string Id, string Path), (MountAnswer Answer, long At)> _last = [];

    public MountInquiry() : this(TimeProvider.System, StatFs.Ask)
    {
    }

    /// <summary>A mount that has not answered for so long is stuck.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One reading waits no longer than this for all of its mounts: less than what the reading itself may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A mount that is slow, though not stuck, keeps its answer of before for so long.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>No more calls than this are open at once.</summary>
    public int MaxCalls { get; init; } = 32;

    /// <summary>Calls that have not returned.</summary>
    public int Open
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Asks all of them at once. Waits for those that may still answer, and never longer than <see cref="Patience"/>.</summary>
    /// <returns>One answer for each, in their order.</returns>
    public IReadOnlyList<MountAnswer> Ask(HostRoots roots, IReadOnlyList<Mount> mounts)
    {
        bool isOver = false;
        Call?[] calls = new Call?[mounts.Count];
        using ITimer end = time.CreateTimer(_ => GiveUp(), null, Patience, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            while (!Settle(roots, mounts, calls) && !isOver)
                Monitor.Wait(_gate);
            Forget();
            return [.. mounts.Select((mount, i) => AnswerOf(mount, calls[i]))];
        }

        void GiveUp()
        {
            lock (_gate)
            {
                isOver = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    // Begins the calls that can begin; true when nothing is left to wait for.
    private bool Settle(HostRoots roots, IReadOnlyList<Mount> mounts, Call?[] calls)
    {
        bool settled = true;
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] ??= _open.GetValueOrDefault((mounts[i].Id, mounts[i].Path)) ?? Begin(roots, mounts[i]);
            settled &= calls[i] is { } call && (call.Answer is not null || IsStuck(call));
        }

        return settled;
    }

    private Call? Begin(HostRoots roots, Mount mount)
    {
        if (_open.Count >= MaxCalls)
            return null;
        (string, string) key = (mount.Id, mount.Path);
        // Latin-1 is how the mount table keeps the bytes of a path.
        byte[] path = [.. Encoding.UTF8.GetBytes(roots.RootFs.TrimEnd('/')), .. Encoding.Latin1.GetBytes(mount.Path), 0];
        Call call = new(time.GetTimestamp());
        Thread thread = new(() => End(key, call, AskSafely(path)), StackBytes) { IsBackground = true, Name = "statfs" };
        // The thread cannot end the call before it is among the open ones: it needs the gate for that.
        thread.Start();
        _open[key] = call;
        return call;
    }

    private MountAnswer AskSafely(byte[] path)
    {
        try
        {
            return ask(path);
        }
#pragma warning disable CA1031 // an exception on a thread of its own would end the program
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new MountAnswer.Refused(0, fault.Message);
        }
    }

    private void End((string Id, string Path) key, Call call, MountAnswer answer)
    {
        lock (_gate)
        {
            call.Answer = answer;
            _open.Remove(key);
            _last[key] = (answer, time.GetTimestamp());
            Monitor.PulseAll(_gate);
        }
    }

    private MountAnswer AnswerOf(Mount mount, Call? call)
    {
        if (call?.Answer is { } answer)
            return answer;
        if (call is not null && IsStuck(call))
            return new MountAnswer.Stuck();
        return _last.TryGetValue((mount.Id, mount.Path), out (MountAnswer Answer, long At) last) ? last.Answer : new MountAnswer.Unknown();
    }

    private bool IsStuck(Call call) => time.GetElapsedTime(call.Since) >= StuckAfter;

    private void Forget()
    {
        foreach (((string, string) key, (MountAnswer _, long at)) in _last)
        {
            if (time.GetElapsedTime(at) > Memory)
                _last.Remove(key);
        }
    }

    private sealed class Call(long since)
    {
        public long Since => since;

        public MountAnswer? Answer { get; set; }
    }
}
