using System.Runtime.InteropServices;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>
/// A token bucket for each source, exact in integers: in any time t a source is let through at most burst + average * t / period times.
/// A source whose bucket is full again is as good as unknown and makes room; when there are too many, those that were not seen for longest go. Hot path: see AllocationTests.
/// </summary>
internal sealed class TokenBuckets
{
    /// <summary>As many as Traefik keeps; about 5 MB.</summary>
    public const int MostSources = 65_536;

    private const int None = -1;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _places = [];
    private readonly List<Bucket> _buckets = [];
    private readonly TimeProvider _time;
    private readonly int _mostSources;
    // A token is as many units as a period has timestamps; each timestamp brings 'average' of them.
    private readonly Int128 _token;
    private readonly Int128 _full;
    private readonly long _average;
    private int _newest = None;
    private int _oldest = None;

    public TokenBuckets(long average, TimeSpan period, long burst, TimeProvider time, int mostSources = MostSources)
    {
        (_average, _time, _mostSources) = (average, time, mostSources);
        _token = Int128.Max(1, (Int128)period.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
        _full = _token * burst;
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _buckets.Count;
        }
    }

    /// <summary>Takes a token of this source.</summary>
    /// <param name="source">Whom the request counts for.</param>
    /// <param name="missing">When there is none: how long until there is.</param>
    public bool TryTake(UInt128 source, out TimeSpan missing)
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            int place = _places.TryGetValue(source, out int known) ? known : Add(source, now);
            MoveToFront(place);
            ref Bucket bucket = ref CollectionsMarshal.AsSpan(_buckets)[place];
            bucket.Level = LevelAt(bucket, now);
            bucket.Stamp = now;
            if (bucket.Level >= _token)
            {
                bucket.Level -= _token;
                missing = TimeSpan.Zero;
                return true;
            }

            missing = UntilFilled(_token - bucket.Level);
            return false;
        }
    }

    /// <summary>Gives one back that was taken for nothing.</summary>
    public void GiveBack(UInt128 source)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(source, out int place))
                return;
            ref Bucket bucket = ref CollectionsMarshal.AsSpan(_buckets)[place];
            bucket.Level = Int128.Min(_full, bucket.Level + _token);
        }
    }

    private Int128 LevelAt(in Bucket bucket, long now) => Int128.Min(_full, bucket.Level + ((Int128)(now - bucket.Stamp) * _average));

    private TimeSpan UntilFilled(Int128 units)
    {
        Int128 stamps = (units + _average - 1) / _average;
        return TimeSpan.FromTicks((long)Int128.Min(TimeSpan.MaxValue.Ticks, ((stamps * TimeSpan.TicksPerSecond) + _time.TimestampFrequency - 1) / _time.TimestampFrequency));
    }

    private int Add(UInt128 source, long now)
    {
        Bucket bucket = new() { Source = source, Level = _full, Stamp = now, Newer = None, Older = None };
        int place;
        if (_buckets.Count < _mostSources && (_oldest == None || LevelAt(_buckets[_oldest], now) < _full))
        {
            place = _buckets.Count;
            _buckets.Add(bucket);
        }
        else
        {
            place = _oldest;
            Unlink(place);
            _places.Remove(_buckets[place].Source);
            _buckets[place] = bucket;
        }

        _places[source] = place;
        Link(place);
        return place;
    }

    private void MoveToFront(int place)
    {
        if (_newest == place)
            return;
        Unlink(place);
        Link(place);
    }

    private void Link(int place)
    {
        Span<Bucket> buckets = CollectionsMarshal.AsSpan(_buckets);
        (buckets[place].Newer, buckets[place].Older) = (None, _newest);
        if (_newest != None)
            buckets[_newest].Newer = place;
        _newest = place;
        if (_oldest == None)
            _oldest = place;
    }

    private void Unlink(int place)
    {
        Span<Bucket> buckets = CollectionsMarshal.AsSpan(_buckets);
        (int newer, int older) = (buckets[place].Newer, buckets[place].Older);
        if (newer != None)
            buckets[newer].Older = older;
        else
            _newest = older;
        if (older != None)
            buckets[older].Newer = newer;
        else
            _oldest = newer;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Bucket
    {
        public UInt128 Source;
        public Int128 Level;
        public long Stamp;
        public int Newer;
        public int Older;
    }
}
