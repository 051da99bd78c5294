using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>One address behind an upstream while it is known, with what requests found out about it.</summary>
internal sealed class UpstreamEndpoint
{
    private const int BadAnswers = 2;

    // Written by requests on any thread. A lost update costs one more attempt, so there is no lock.
    private long _avoidUntil;
    private int _failures;
    private int _inFlight;
    // Written by whoever asks for its health: one at a time.
    private string? _healthFault;
    private int _badAnswers;

    public UpstreamEndpoint(string origin, UpstreamCluster cluster)
    {
        Cluster = cluster;
        Origin = origin;
        int authority = origin.IndexOf("://", StringComparison.Ordinal) + 3;
        Name = origin[authority..];
        SpeaksHttp2 = origin.StartsWith(SchemeNames.H2c, StringComparison.Ordinal);
        Address = SpeaksHttp2 ? $"{SchemeNames.Http}://{Name}" : origin;
    }

    /// <summary>The upstream that it is behind.</summary>
    public UpstreamCluster Cluster { get; }

    /// <summary>As people see it, <c>h2c://10.42.0.7:8080</c>.</summary>
    public string Origin { get; }

    /// <summary>What requests are sent to, <c>http://10.42.0.7:8080</c>.</summary>
    public string Address { get; }

    /// <summary>As logs show it, <c>10.42.0.7:8080</c>.</summary>
    public string Name { get; }

    /// <summary>True when it is spoken to with HTTP/2 from the first byte.</summary>
    public bool SpeaksHttp2 { get; }

    /// <summary>Why it is unhealthy; null while it is healthy, which it is until it has been asked.</summary>
    public string? HealthFault => Volatile.Read(ref _healthFault);

    /// <summary>Requests under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public void Enter() => Interlocked.Increment(ref _inFlight);

    public void Leave() => Interlocked.Decrement(ref _inFlight);

    /// <summary>True while connections to it have just failed: then others are asked first.</summary>
    public bool IsAvoided(TimeProvider time) => Volatile.Read(ref _avoidUntil) is not 0 and var until && time.GetTimestamp() < until;

    /// <summary>Takes an answer about its health: the second bad one in a row makes it unhealthy, one good one healthy. True when that changed.</summary>
    /// <param name="fault">What is wrong; null for a good answer.</param>
    public bool Judge(string? fault)
    {
        bool was = _healthFault is null;
        _badAnswers = fault is null ? 0 : Math.Min(_badAnswers + 1, BadAnswers);
        Volatile.Write(ref _healthFault, _badAnswers < BadAnswers ? null : fault);
        return was != HealthFault is null;
    }

    /// <summary>A connection could not be made.</summary>
    public void Failed(TimeProvider time)
    {
        int failures = Interlocked.Increment(ref _failures);
        TimeSpan avoid = TimeSpan.FromSeconds(Math.Min(1 << Math.Min(failures, 4), 10));
        Volatile.Write(ref _avoidUntil, time.GetTimestamp() + (long)(avoid.TotalSeconds * time.TimestampFrequency));
    }

    public void Reached()
    {
        if (Volatile.Read(ref _failures) == 0)
            return;
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _avoidUntil, 0);
    }
}
