using System.Collections.Immutable;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// The last requests that have ended, each with a running number from 1. At most <see cref="Capacity"/>, and fewer when their texts are
/// long: what visitors send must not fill the memory.
/// </summary>
internal sealed class RecentRequests
{
    public const int Capacity = 2000;

    private const int MaxLetters = 1 << 20;

    private readonly Lock _gate = new();
    private readonly AccessRecord?[] _ring = new AccessRecord?[Capacity];
    private long _first = 1;
    private long _next = 1;
    private int _letters;

    public void Add(AccessRecord record)
    {
        int letters = record.Letters;
        lock (_gate)
        {
            while (_first < _next && (_next - _first == Capacity || _letters + letters > MaxLetters))
                Forget();
            _ring[_next++ % Capacity] = record;
            _letters += letters;
        }
    }

    /// <summary>What is there, oldest first.</summary>
    /// <returns>The number of the first one, which is that of the next request when there is none; and the requests.</returns>
    public (long First, ImmutableArray<AccessRecord> Requests) Read()
    {
        lock (_gate)
        {
            ImmutableArray<AccessRecord>.Builder requests = ImmutableArray.CreateBuilder<AccessRecord>((int)(_next - _first));
            for (long id = _first; id < _next; id++)
                requests.Add(_ring[id % Capacity]!);
            return (_first, requests.MoveToImmutable());
        }
    }

    private void Forget()
    {
        ref AccessRecord? oldest = ref _ring[_first++ % Capacity];
        _letters -= oldest!.Letters;
        oldest = null;
    }
}
