using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>What is known of one request. Filled on the request's own thread, read-only once it is handed over.</summary>
internal sealed class AccessRecord
{
    public required DateTimeOffset Time { get; init; }

    /// <summary>Timestamp of <see cref="TimeProvider.GetTimestamp"/> at the start.</summary>
    public required long Started { get; init; }

    public required string Method { get; init; }

    public required string Host { get; init; }

    /// <summary>Percent-decoded; <c>*</c> of <c>OPTIONS *</c>; of a target that is refused, as it was written, since the server has taken apart what it was refused for.</summary>
    public required string Path { get; set; }

    public required string Query { get; init; }

    public required string Protocol { get; init; }

    /// <summary>The scheme that the visitor used: http or https.</summary>
    public string Scheme { get; init; } = "http";

    public required ClientAddress Client { get; init; }

    /// <summary>Where Cloudflare saw the visitor; null when no trusted peer said so.</summary>
    public string? Country { get; init; }

    /// <summary>Cloudflare's name of the request; null when no trusted peer said so.</summary>
    public string? Ray { get; init; }

    /// <summary>What X-Forwarded-For tells the upstream; null when no address is known.</summary>
    public string? ForwardedFor { get; init; }

    /// <summary>Name of the route that took the request; null when none did.</summary>
    public string? Route { get; set; }

    /// <summary>The route's configured host, a label of bounded number; null when no route took the request.</summary>
    public string? RouteHost { get; set; }

    /// <summary>Where the request is counted while it is under way.</summary>
    public RequestsInFlight.Host? InFlight { get; set; }

    /// <summary>Who has logged in; null when nobody had to.</summary>
    public string? User { get; set; }

    /// <summary>True when a rule keeps the request out of the access log.</summary>
    public bool IsExcluded { get; set; }

    /// <summary>The part of requests that is logged, when this one was kept by chance and stands for others; else null.</summary>
    public double? SampledAt { get; set; }

    /// <summary>Name of the upstream, <c>default/blog:8080</c>.</summary>
    public string? UpstreamName { get; set; }

    /// <summary>The endpoint that answered, or was asked last, <c>10.42.0.7:8080</c>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The endpoint with its scheme, <c>http://10.42.0.7:8080</c>.</summary>
    public string? Origin { get; set; }

    /// <summary>Further connections that were tried because one could not be made.</summary>
    public int Retries { get; set; }

    public int Status { get; set; }

    public long BytesIn { get; set; }

    public long BytesOut { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>From handing over to the upstream until its response headers came; null when it was not asked or did not answer.</summary>
    public TimeSpan? UpstreamDuration { get; set; }

    /// <summary>Why the gateway itself answered, or how forwarding failed.</summary>
    public string? Error { get; set; }

    public string? UserAgent { get; init; }

    public string? Referer { get; init; }

    /// <summary>The trace that the request belongs to, 32 hexadecimal digits.</summary>
    public string? TraceId { get; set; }

    /// <summary>What the upstream is told in <c>traceparent</c> when the trace begins here and has no span; else null.</summary>
    public string? TraceParent { get; set; }

    /// <summary>Letters of the texts whose length the visitor decides: what keeping the record costs.</summary>
    public int Letters => Method.Length + Host.Length + Path.Length + Query.Length + (UserAgent?.Length ?? 0) + (Referer?.Length ?? 0);
}
