using System.Collections.Immutable;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// The last requests that have ended, each with a running number from 1. At most <see cref="Capacity"/>, and fewer when their texts are
/// long: what visitors send must not fill the memory. No record is kept alive: thousands that live a moment longer than their request would be
/// copied by every collection of the youngest generation (docs/decisions/017).
/// </summary>
internal sealed class RecentRequests
{
    public const int Capacity = 2000;

    private readonly Lock _gate = new();
    private readonly KeptRequest[] _ring = new KeptRequest[Capacity];
    private readonly LetterRing _letters = new(1 << 20);
    private long _first = 1;
    private long _next = 1;
    private int _taken;

    /// <summary>A request whose texts alone would need more than all the room takes a number and is not shown.</summary>
    public void Add(AccessRecord record)
    {
        string? error = record.Error;
        int letters = KeptRequest.LettersOf(record, error);
        lock (_gate)
        {
            while (_first < _next && (_next - _first == Capacity || _taken + letters > _letters.Size))
                _taken -= _ring[_first++ % Capacity].Letters;
            long id = _next++;
            if (letters > _letters.Size)
            {
                _first = _next;
                return;
            }

            _ring[id % Capacity] = new KeptRequest(record, error, letters, _letters);
            _taken += letters;
        }
    }

    /// <summary>What is there, oldest first, with what the access log would show of it.</summary>
    /// <param name="after">Only requests with a higher number.</param>
    /// <returns>The number of the oldest request that is kept, and of the first one returned, which are those of the next request when there is none; and the requests.</returns>
    public (long Oldest, long First, ImmutableArray<AccessRecord> Requests) Read(long after = 0)
    {
        long oldest, next;
        lock (_gate)
            (oldest, next) = (_first, _next);
        long wanted = Math.Clamp(after, oldest - 1, next - 1) + 1, first = next;
        ImmutableArray<AccessRecord>.Builder requests = ImmutableArray.CreateBuilder<AccessRecord>((int)(next - wanted));
        // One at a time, so that no request has to wait for a reader of all; and backwards, since the oldest may be forgotten meanwhile.
        while (first > wanted && Find(first - 1) is { } request)
        {
            requests.Add(request);
            first--;
        }

        requests.Reverse();
        return (first > wanted ? first : oldest, first, requests.ToImmutable());
    }

    private AccessRecord? Find(long id)
    {
        lock (_gate)
            return id < _first ? null : _ring[id % Capacity].Read(_letters);
    }
}
