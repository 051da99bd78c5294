using System.Collections.Immutable;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// The last requests that have ended, each with a running number from 1. At most <see cref="Capacity"/>, and fewer when their texts are
/// long: what visitors send must not fill the memory.
/// </summary>
internal sealed class RecentRequests
{
    public const int Capacity = 2000;

    private const int MaxCharacters = 1 << 20;

    private readonly Lock _gate = new();
    private readonly AccessRecord?[] _ring = new AccessRecord?[Capacity];
    private long _first = 1;
    private long _next = 1;
    private int _characters;

    public void Add(AccessRecord record)
    {
        int characters = CharactersOf(record);
        lock (_gate)
        {
            while (_first < _next && (_next - _first == Capacity || _characters + characters > MaxCharacters))
                Forget();
            _ring[_next++ % Capacity] = record;
            _characters += characters;
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
        _characters -= CharactersOf(oldest!);
        oldest = null;
    }

    // The texts whose length the visitor decides.
    private static int CharactersOf(AccessRecord record) =>
        record.Method.Length + record.Host.Length + record.Path.Length + record.Query.Length + (record.UserAgent?.Length ?? 0) + (record.Referer?.Length ?? 0);
}
