using System.Text;

namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>
/// Asks mounts how large they are. The call may block for ever, and nothing can end it: so each has a thread for itself as long as it lasts, which may be lost, and a
/// mount that does not answer is not asked again before it does. May be used by several readers at once.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="ask">Asks one mount, by the bytes of its path with a zero at the end; blocks as it likes.</param>
internal sealed class MountInquiry(TimeProvider time, Func<byte[], MountAnswer> ask)
{
    // A thread that makes one system call needs no more; the usual 8 MB would count against a container's limits when they are locked.
    private const int StackBytes = 128 * 1024;

    // Mounts that are well answer within this; a timer for the others is set when it is over: one that comes for nothing wakes the pool.
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(25);

    // For Monitor, which can wait for an answer; all fields below belong to who holds it.
    private readonly object _gate = new();
    private readonly Dictionary<(string Id, string Path), Call> _open = [];
    private readonly Dictionary<(string Id, string Path), (MountAnswer Answer, long At)> _last = [];
    private readonly Queue<Call> _asked = [];
    private int _idle;
    private int _starting;

    public MountInquiry() : this(TimeProvider.System, StatFs.Ask)
    {
    }

    /// <summary>A mount that has not answered for so long is stuck.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// One reading waits no longer than this for all of its mounts. Several parts may wait one after the other, on a thread that reads others too: together they must
    /// end well before a source gives up.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A mount that is slow, though not stuck, keeps its answer of before for so long.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>No more calls than this are open at once.</summary>
    public int MaxCalls { get; init; } = 32;

    /// <summary>So many threads wait for the next reading: making one costs more than the call.</summary>
    public int MaxIdle { get; init; } = 8;

    /// <summary>And no longer than this.</summary>
    public TimeSpan IdleFor { get; init; } = TimeSpan.FromMinutes(2);

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
        long begun = time.GetTimestamp();
        Call?[] calls = new Call?[mounts.Count];
        ITimer? end = null;
        lock (_gate)
        {
            while (!Settle(roots, mounts, calls) && !isOver)
            {
                if (end is not null)
                    Monitor.Wait(_gate);
                else if (!Monitor.Wait(_gate, Brief) || time.GetElapsedTime(begun) >= Brief)
                    end = time.CreateTimer(_ => GiveUp(), null, TimeSpan.FromTicks(Math.Max(0, (Patience - time.GetElapsedTime(begun)).Ticks)), Timeout.InfiniteTimeSpan);
            }

            end?.Dispose();
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

        if (_asked.Count > 0)
            Monitor.PulseAll(_gate);
        return settled;
    }

    private Call? Begin(HostRoots roots, Mount mount)
    {
        if (_open.Count >= MaxCalls)
            return null;
        // Latin-1 is how the mount table keeps the bytes of a path.
        byte[] path = [.. Encoding.UTF8.GetBytes(roots.RootFs.TrimEnd('/')), .. Encoding.Latin1.GetBytes(mount.Path), 0];
        Call call = new((mount.Id, mount.Path), path, time.GetTimestamp());
        // As many threads as calls: one that waits is as good as a new one, and a new one cannot begin before it has the gate.
        if (_asked.Count >= _idle + _starting)
        {
            new Thread(AskAll, StackBytes) { IsBackground = true, Name = "statfs" }.Start();
            _starting++;
        }

        _open[call.Key] = call;
        _asked.Enqueue(call);
        return call;
    }

    private void AskAll()
    {
        Call? call = null;
        MountAnswer? answer = null;
        while ((call = Next(call, answer)) is not null)
            answer = AskSafely(call.PathBytes);
    }

    // Ends a call and takes the next one, in one step: nobody sees a thread that is neither busy nor waiting. Null when the thread is not wanted any more.
    private Call? Next(Call? done, MountAnswer? answer)
    {
        lock (_gate)
        {
            if (done is null || answer is null)
            {
                _starting--;
            }
            else
            {
                done.Answer = answer;
                _open.Remove(done.Key);
                _last[done.Key] = (answer, time.GetTimestamp());
                Monitor.PulseAll(_gate);
            }

            Call? next;
            while (!_asked.TryDequeue(out next))
            {
                if (_idle >= MaxIdle)
                    return null;
                _idle++;
                bool isWoken = Monitor.Wait(_gate, IdleFor);
                _idle--;
                // A call that came in the same moment counts on this thread.
                if (!isWoken && _asked.Count == 0)
                    return null;
            }

            return next;
        }
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

    private sealed class Call((string Id, string Path) key, byte[] pathBytes, long since)
    {
        public (string Id, string Path) Key => key;

        public byte[] PathBytes => pathBytes;

        public long Since => since;

        public MountAnswer? Answer { get; set; }
    }
}
