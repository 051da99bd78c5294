using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Collector.Sources.Names;

/// <summary>
/// Finds the addresses of names on few threads of its own. The system's look-up blocks its thread, for half a minute when no DNS server answers: on threads of the pool, a few
/// targets would then keep everybody waiting who scrapes our pages. Names that took long the last time have some of the threads only: while the way to the internet is down, those
/// of the own network are found.
/// </summary>
/// <param name="resolve">The system's look-up.</param>
/// <param name="time">The clock.</param>
internal sealed class NameLookup(Func<string, IPAddress[]> resolve, TimeProvider time) : IDisposable
{
    private const int MostThreads = 16, MostSlow = 4, MostIdle = 2;

    // Redirects may lead to any name.
    private const int MostRemembered = 1000;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    // Modules of the system's look-up run on it.
    private const int StackBytes = 512 * 1024;

    private readonly object _gate = new();
    private readonly Queue<Question> _waiting = new(), _slowWaiting = new();
    private readonly HashSet<string> _slow = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Question> _open = new(StringComparer.OrdinalIgnoreCase);
    private int _threads, _idle, _slowRunning;
    private bool _ended;

    public NameLookup(TimeProvider time) : this(Dns.GetHostAddresses, time)
    {
    }

    /// <summary>The addresses of a host; an address is its own, at once. Who waits for the same name waits for the same look-up.</summary>
    /// <exception cref="SocketException">The name leads to none.</exception>
    public async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return [address];
        Question question = Ask(host);
        try
        {
            return await question.Answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_gate)
                question.Askers--;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private Question Ask(string host)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (!_open.TryGetValue(host, out Question? question))
            {
                _open[host] = question = new Question(host, _slow.Contains(host));
                (question.IsSlow ? _slowWaiting : _waiting).Enqueue(question);
                Wake();
            }

            question.Askers++;
            return question;
        }
    }

    private void Wake()
    {
        Monitor.Pulse(_gate);
        // One that was woken before has not taken its question yet, and may be kept by it.
        if (_waiting.Count + Math.Min(_slowWaiting.Count, MostSlow - _slowRunning) <= _idle || _threads == MostThreads)
            return;
        _threads++;
        new Thread(Work, StackBytes) { IsBackground = true, Name = "names" }.Start();
    }

    private void Work()
    {
        while (Next() is { } question)
        {
            long start = time.GetTimestamp();
            try
            {
                IPAddress[] addresses = resolve(question.Host);
                Close(question, time.GetElapsedTime(start));
                question.Answer.SetResult(addresses);
            }
#pragma warning disable CA1031 // whoever waits for the answer gets it
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Close(question, time.GetElapsedTime(start));
                question.Answer.SetException(fault);
            }
        }
    }

    // Null when this thread is to end.
    private Question? Next()
    {
        lock (_gate)
        {
            while (!_ended)
            {
                if (Take() is { } question)
                    return question;
                if (_idle == MostIdle)
                    break;
                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            _threads--;
            return null;
        }
    }

    private Question? Take()
    {
        while (_waiting.TryDequeue(out Question? question) || (_slowRunning < MostSlow && _slowWaiting.TryDequeue(out question)))
        {
            if (question.Askers > 0)
            {
                _slowRunning += question.IsSlow ? 1 : 0;
                return question;
            }

            // Everybody who asked has given up.
            _open.Remove(question.Host);
        }

        return null;
    }

    private void Close(Question question, TimeSpan took)
    {
        lock (_gate)
        {
            _open.Remove(question.Host);
            _slowRunning -= question.IsSlow ? 1 : 0;
            _slow.Remove(question.Host);
            if (took > Slow && _slow.Count < MostRemembered)
                _slow.Add(question.Host);
        }
    }

    private sealed class Question(string host, bool isSlow)
    {
        public string Host => host;

        public bool IsSlow => isSlow;

        public TaskCompletionSource<IPAddress[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Askers { get; set; }
    }
}
