using System.Diagnostics;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// The span of a request, for whoever exports traces; without one there is none and this costs a look. The server's own activity, which
/// knows nothing of routes, is not made (see the program's log). What is asked of the upstream becomes its child.
/// </summary>
internal static class RequestTrace
{
    public const string SourceName = "EdgeStack.Gateway";

    /// <summary>The source of the calls to upstreams, which is .NET's own.</summary>
    public const string UpstreamSourceName = "System.Net.Http";

    private const int FirstServerError = 500;

    private const string UpstreamAddress = "url.full";

    private static readonly ActivitySource Source = new(SourceName);

    /// <param name="visitor">The visitor's own span, whose child it becomes.</param>
    public static Activity? Start(ActivityContext? visitor) => Source.HasListeners() ? Source.StartActivity("HTTP", ActivityKind.Server, visitor ?? default) : null;

    /// <summary>Takes secrets out of what .NET says of a call to an upstream; queries it leaves out itself.</summary>
    public static void Redact(Activity span)
    {
        if (span.GetTagItem(UpstreamAddress) is string address)
            span.SetTag(UpstreamAddress, LoggedUrl.Path(address));
    }

    /// <summary>Says what the request was, with OpenTelemetry's names and without its secrets. The name is of a closed list, as labels are.</summary>
    public static void Describe(Activity? span, AccessRecord record)
    {
        if (span is not { IsAllDataRequested: true })
            return;
        string method = RequestMetrics.MethodLabel(record.Method);
        span.DisplayName = record.RouteHost is null ? method : $"{method} {record.RouteHost}";
        span.SetTag("http.request.method", method);
        span.SetTag("url.scheme", record.Scheme);
        span.SetTag("url.path", LoggedUrl.Path(record.Path));
        if (record.Query.Length > 1)
            span.SetTag("url.query", SecretQuery.Redact(record.Query)[1..]);
        span.SetTag("server.address", record.Host);
        span.SetTag("client.address", record.Client.Address);
        span.SetTag("user_agent.original", LoggedUrl.WithoutTokens(record.UserAgent));
        span.SetTag("http.response.status_code", record.Status);
        span.SetTag("edgestack.route", record.Route);
        span.SetTag("edgestack.upstream", record.UpstreamName);
        span.SetTag("error.type", record.Error);
        if (record.Status >= FirstServerError)
            span.SetStatus(ActivityStatusCode.Error, record.Error);
    }
}
