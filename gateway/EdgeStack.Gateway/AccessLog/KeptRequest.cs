// Hot path: every request.
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// What the access log would show of a request (<see cref="JsonFields"/>), without an object of its own: the texts that came with it lie in
/// a <see cref="LetterRing"/>, and those that are referred to belong to the configuration or to the program.
/// </summary>
internal readonly struct KeptRequest
{
    private readonly DateTimeOffset _time;
    private readonly TimeSpan _duration;
    private readonly TimeSpan? _upstreamDuration;
    private readonly long _bytesIn, _bytesOut;
    private readonly double? _sampledAt;
    private readonly int _status, _retries;
    private readonly string? _route, _endpoint;
    private readonly string _protocol, _clientSource;
    private readonly KeptText _method, _host, _path, _query, _client, _country, _ray, _userAgent, _referer, _traceId, _error;

    /// <param name="record">The request's record.</param>
    /// <param name="error">Its error, read once: a watch over a response that stands still may write it even now.</param>
    /// <param name="count">What <see cref="LettersOf"/> says of both.</param>
    /// <param name="letters">Takes the texts; there is room for them.</param>
    public KeptRequest(AccessRecord record, string? error, int count, LetterRing letters)
    {
        (_time, _duration, _upstreamDuration) = (record.Time, record.Duration, record.UpstreamDuration);
        (_bytesIn, _bytesOut, _sampledAt, _status, _retries) = (record.BytesIn, record.BytesOut, record.SampledAt, record.Status, record.Retries);
        (_route, _endpoint, _protocol, _clientSource) = (record.Route, record.Endpoint, record.Protocol, record.Client.Source);
        _method = letters.Add(record.Method);
        _host = letters.Add(record.Host);
        _path = letters.Add(record.Path);
        _query = letters.Add(record.Query);
        _client = letters.Add(record.Client.Address);
        _country = letters.Add(record.Country);
        _ray = letters.Add(record.Ray);
        _userAgent = letters.Add(record.UserAgent);
        _referer = letters.Add(record.Referer);
        _traceId = letters.Add(record.TraceId);
        _error = letters.Add(error);
        Letters = count;
    }

    /// <summary>Letters that its texts take.</summary>
    public int Letters { get; }

    public static int LettersOf(AccessRecord record, string? error) => record.Letters + record.Client.Address.Length
        + Length(record.Country) + Length(record.Ray) + Length(record.TraceId) + Length(error);

    public AccessRecord Read(LetterRing letters) => new()
    {
        Time = _time,
        Started = 0,
        Duration = _duration,
        UpstreamDuration = _upstreamDuration,
        BytesIn = _bytesIn,
        BytesOut = _bytesOut,
        SampledAt = _sampledAt,
        Status = _status,
        Retries = _retries,
        Route = _route,
        Endpoint = _endpoint,
        Protocol = _protocol,
        Client = new ClientAddress(letters.Read(_client)!, _clientSource, null),
        Method = letters.Read(_method)!,
        Host = letters.Read(_host)!,
        Path = letters.Read(_path)!,
        Query = letters.Read(_query)!,
        Country = letters.Read(_country),
        Ray = letters.Read(_ray),
        UserAgent = letters.Read(_userAgent),
        Referer = letters.Read(_referer),
        TraceId = letters.Read(_traceId),
        Error = letters.Read(_error),
    };

    private static int Length(string? text) => text?.Length ?? 0;
}
