using System.Net;
using System.Net.Sockets;

namespace EdgeStack.Collector.Sources.Names;

/// <summary>
/// Finds the addresses of names on few threads of its own. The system's look-up blocks its thread, for half a minute when no DNS server answers: on threads of the pool, a few
/// targets would then keep everybody waiting who scrapes our pages.
/// </summary>
/// <param name="resolve">The system's look-up.</param>
internal sealed class NameLookup(Func<string, IPAddress[]> resolve) : IDisposable
{
    private const int MostThreads = 4;

    // Modules of the system's look-up run on it.
    private const int StackBytes = 512 * 1024;

    private readonly object _gate = new();
    private readonly Queue<Question> _waiting = new();
    private readonly Dictionary<string, Question> _open = new(StringComparer.OrdinalIgnoreCase);
    private int _threads, _idle;
    private bool _ended;

    public NameLookup() : this(Dns.GetHostAddresses)
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
                _open[host] = question = new Question(host);
                _waiting.Enqueue(question);
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
        if (_waiting.Count <= _idle || _threads == MostThreads)
            return;
        _threads++;
        new Thread(Work, StackBytes) { IsBackground = true, Name = "names" }.Start();
    }

    private void Work()
    {
        while (Next() is { } question)
        {
            try
            {
                IPAddress[] addresses = resolve(question.Host);
                Close(question);
                question.Answer.SetResult(addresses);
            }
#pragma warning disable CA1031 // whoever waits for the answer gets it
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Close(question);
                question.Answer.SetException(fault);
            }
        }
    }

    // Null when this thread is to end.
    private Question? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                while (_waiting.Count == 0 && !_ended)
                {
                    _idle++;
                    Monitor.Wait(_gate);
                    _idle--;
                }

                if (_ended)
                    return null;
                Question question = _waiting.Dequeue();
                if (question.Askers > 0)
                    return question;
                // Everybody who asked has given up.
                _open.Remove(question.Host);
            }
        }
    }

    private void Close(Question question)
    {
        lock (_gate)
            _open.Remove(question.Host);
    }

    private sealed class Question(string host)
    {
        public string Host => host;

        public TaskCompletionSource<IPAddress[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Askers { get; set; }
    }
}
