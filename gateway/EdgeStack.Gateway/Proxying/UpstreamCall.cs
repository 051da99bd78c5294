using System.Net;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// One request's way to its upstream: YARP sends through it once, and it asks another endpoint when a connection could not be made. Then
/// nothing has been sent yet, so this is right for every method and needs no copy of the body.
/// </summary>
/// <param name="upstreams">Where the request may go.</param>
/// <param name="client">The connections to it.</param>
/// <param name="endpoint">The endpoint to ask first.</param>
/// <param name="record">The request's record.</param>
/// <param name="held">Places for those who have to wait.</param>
/// <param name="time">The clock.</param>
internal sealed class UpstreamCall(RouteUpstreams upstreams, UpstreamClient client, UpstreamEndpoint endpoint, AccessRecord record, HeldRequests held, TimeProvider time)
    : HttpMessageInvoker(client.Handler, disposeHandler: false)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The endpoint that is asked, or was asked last.</summary>
    public UpstreamEndpoint Endpoint { get; private set; } = endpoint;

    /// <summary>Whether the visitor asked for another protocol, such as WebSocket.</summary>
    public required bool IsUpgrade { get; init; }

    /// <summary>The visitor's body as it is read; null when there is none.</summary>
    public required CountingStream? Body { get; init; }

    public UpstreamPolicy Policy => upstreams.Policy;

    public AccessRecord Record => record;

    public TimeProvider Time => time;

    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        if (!Policy.PassHost)
            request.Headers.Host = null;
        else if (request.RequestUri!.Scheme == Uri.UriSchemeHttps && request.Headers.Host is { Length: > 0 } host)
            PrepareForPool(request, host.ToLowerInvariant());
        if (request.Content is null && !MayBeRepeated(request.Method))
            request.Content = new ByteArrayContent([]);
        while (true)
        {
            try
            {
                using ReplyDeadline deadline = ReplyDeadline.Begin(this, cancellationToken);
                HttpResponseMessage response = await base.SendAsync(request, deadline.Token);
                Endpoint.Reached();
                record.UpstreamDuration = time.GetElapsedTime(started);
                if (response.StatusCode == HttpStatusCode.NoContent)
                    response.Content.Headers.ContentLength = null; // has no body whatever it says, and our server would wait for one
                return IsAskedFor(response) ? response : throw Unasked(response);
            }
            catch (Exception fault) when (ConnectFailure.Is(fault, cancellationToken))
            {
                Endpoint.Failed(time);
                if (await NextAsync(started, cancellationToken) is not { } next)
                    throw;
                Turn(request, next);
            }
        }
    }

    /// <summary>The endpoint to ask now; null when the request has waited long enough or must not wait.</summary>
    private async Task<UpstreamEndpoint?> NextAsync(long started, CancellationToken cancellationToken)
    {
        Task changed = upstreams.Changed;
        int attempts = record.Retries + 1;
        if (attempts < Policy.Attempts && upstreams.Pick(Endpoint) is { } other && other != Endpoint)
            return other;
        TimeSpan left = Policy.HoldFor - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero || !held.TryEnter(upstreams.Name))
            return null;
        try
        {
            // An endpoint that restarts on its own address changes nothing that we would hear of: hence the pauses.
            TimeSpan pause = Min(FirstPause * (1 << Math.Min(attempts, 8)), LongestPause);
            await EndpointWait.PauseAsync(changed, Min(left, pause), time, cancellationToken);
            return await EndpointWait.FirstAsync(upstreams, started, Endpoint, time, cancellationToken);
        }
        finally
        {
            held.Leave(upstreams.Name);
        }
    }

    // To the client every spelling is another name, and every name another pool. Hosts that a route names are few; behind a wildcard there are others.
    private void PrepareForPool(HttpRequestMessage request, string host)
    {
        request.Headers.Host = host;
        if (!HostName.Canonical(record.Host).SequenceEqual(record.RouteHost) && !client.Names.Keep(host))
            request.Headers.ConnectionClose = true;
    }

    // The path stays as it was written, byte for byte.
    private void Turn(HttpRequestMessage request, UpstreamEndpoint next)
    {
        string target = request.RequestUri!.OriginalString[Endpoint.Address.Length..];
        Endpoint.Leave();
        next.Enter();
        Endpoint = next;
        record.Retries++;
        (record.UpstreamName, record.Endpoint, record.Origin) = (next.Cluster.Name, next.Name, next.Origin);
        request.RequestUri = new Uri(next.Address + target, in GatewayTransformer.AsWritten);
    }

    // The client below sends a request again when a connection that it had kept turns out to have ended, unless it has a body.
    private static bool MayBeRepeated(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options
        || method == HttpMethod.Put || method == HttpMethod.Delete;

    // A change of protocol that nobody asked for would turn the connection into a pipe to whatever the upstream wants to say.
    private bool IsAskedFor(HttpResponseMessage response) => IsUpgrade || response.StatusCode != HttpStatusCode.SwitchingProtocols;

    private static HttpRequestException Unasked(HttpResponseMessage response)
    {
        response.Dispose();
        return new HttpRequestException(HttpRequestError.InvalidResponse, "the upstream changed the protocol without being asked to");
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
