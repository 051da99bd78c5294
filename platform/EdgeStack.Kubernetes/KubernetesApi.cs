using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EdgeStack.Kubernetes;

/// <summary>A Kubernetes API server, to read; all that is written are Events and Leases. One per program; safe for many callers at once.</summary>
public sealed partial class KubernetesApi : IDisposable
{
    private static readonly TimeSpan DiscoveryTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    // Shorter than a lease lasts: who cannot renew it is to know before another takes it.
    private static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(5);

    private readonly ApiConnection _connection;
    private readonly TimeProvider _time;
    private readonly ILogger<KubernetesApi> _logger;

    private KubernetesApi(KubernetesOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ClusterAccess access = ClusterAccess.Read(options);
        _connection = new(access, () => ClusterAccess.Read(options), time);
        _time = time;
        _logger = loggers.CreateLogger<KubernetesApi>();
        Namespace = access.Namespace;
        Server = access.Server;
        if (!access.VerifiesServer)
            LogUnverified(Server);
    }

    /// <summary>Namespace of the service account or of the kubeconfig's context, else <c>default</c>.</summary>
    public string Namespace { get; }

    /// <summary>Address of the API server.</summary>
    public Uri Server { get; }

    /// <summary>Reads configuration and credentials, again whenever the server stops accepting them; sends nothing yet.</summary>
    /// <exception cref="KubernetesApiException">Neither in a cluster nor a usable kubeconfig; the message says what is missing.</exception>
    public static KubernetesApi Connect(KubernetesOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        return new(options, time, loggers);
    }

    /// <summary>Whether the server has a resource, from its discovery document.</summary>
    /// <param name="groupVersion"><c>v1</c> or <c>group/version</c>.</param>
    /// <param name="plural">For example <c>endpointslices</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="KubernetesApiException">The server did not say; <see cref="KubernetesApiException.Fault"/> tells why.</exception>
    public async Task<bool> ServesAsync(string groupVersion, string plural, CancellationToken cancellationToken)
    {
        ApiRequest request = new("get", groupVersion, Plural: "", Namespace: null);
        using Deadline deadline = new(DiscoveryTimeout, _time, cancellationToken);
        switch (await _connection.SendAsync(request, deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                using (response)
                    return await NamesAsync(request, response, plural, deadline);
            case ApiAnswer.Failed { Failure.Status: HttpStatusCode.NotFound }:
                return false;
            case ApiAnswer.Failed(Failure failure):
                throw new KubernetesApiException(failure.Fault);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    /// <summary>
    /// One Secret by its name. There is no list and no watch of Secrets: a program is to see those that it is told to, and no others.
    /// </summary>
    public async Task<SecretAnswer> ReadSecretAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        ApiRequest request = new("get", "v1", "secrets", @namespace) { Name = name };
        using Deadline deadline = new(ReadTimeout, _time, cancellationToken);
        switch (await _connection.SendAsync(request, deadline))
        {
            case ApiAnswer.Ok(HttpResponseMessage response):
                using (response)
                    return await SecretAsync(request, response, deadline);
            case ApiAnswer.Failed { Failure.Status: HttpStatusCode.NotFound }:
                return new SecretAnswer.Absent();
            case ApiAnswer.Failed(Failure failure):
                return new SecretAnswer.Failed(failure.Fault);
            default:
                throw new InvalidOperationException("An answer is one of the two.");
        }
    }

    /// <summary>
    /// Where the API server itself listens: the endpoints of Service <c>default/kubernetes</c> with a role for <c>get</c> of that name, else the
    /// address of the one server that answers.
    /// </summary>
    /// <exception cref="KubernetesApiException">The server did not say; <see cref="KubernetesApiException.Fault"/> tells why.</exception>
    public async Task<ServiceEndpoints> ReadServerEndpointsAsync(CancellationToken cancellationToken)
    {
        using Deadline deadline = new(ReadTimeout, _time, cancellationToken);
        return await new ServerAddresses(_connection).ReadAsync(deadline);
    }

    /// <summary>Writes an Event about an object of the same namespace, or says again what was said under its name before.</summary>
    /// <param name="said">The Event.</param>
    /// <param name="count">How often it was said before, as <see cref="EventAnswer.Written"/> told; 0 when nothing is known of it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<EventAnswer> WriteEventAsync(ObjectEvent said, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(said);
        return new EventWriting(_connection).WriteAsync(said, count, cancellationToken);
    }

    /// <summary>One Lease by its name.</summary>
    public async Task<LeaseAnswer> ReadLeaseAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        using Deadline deadline = new(LeaseTimeout, _time, cancellationToken);
        return await new LeaseAccess(_connection).ReadAsync(@namespace, name, deadline);
    }

    /// <summary>Makes a Lease that has no version, or changes the one that has this version and no other.</summary>
    /// <returns>As it is now, or why not.</returns>
    public async Task<LeaseAnswer> WriteLeaseAsync(Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        using Deadline deadline = new(LeaseTimeout, _time, cancellationToken);
        return await new LeaseAccess(_connection).WriteAsync(lease, deadline);
    }

    /// <summary>Reads a page of a kubelet, from the kubelet itself, with our credentials.</summary>
    /// <param name="page">At the node's address, for example <c>https://192.0.2.1:10250/metrics/cadvisor</c>.</param>
    /// <param name="verify">False: its certificate is not looked at, and our token goes to whoever answers at that address.</param>
    /// <param name="limit">For all of it.</param>
    /// <param name="read">Reads the answer. An <see cref="IOException"/> counts as the kubelet's failure.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<KubeletAnswer> ReadKubeletAsync(Uri page, bool verify, TimeSpan limit, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(read);
        using Deadline deadline = new(limit, _time, cancellationToken);
        return await new KubeletReading(_connection).ReadAsync(page, verify, read, deadline);
    }

    /// <summary>Reads a page of the API server that belongs to no version, for example its metrics. For <c>get</c> of it a ClusterRole names it among its nonResourceURLs.</summary>
    /// <param name="page">Without the slash before it: <c>metrics</c>.</param>
    /// <param name="limit">For all of it.</param>
    /// <param name="read">
    /// Reads the answer of the server at this address, <c>192.0.2.1:6443</c>: where several share the address that we know, it is the one that answers. An
    /// <see cref="IOException"/> counts as the server's failure. False when it leaves the rest unread, which ends the connection: then nobody can be asked whether it was that server.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ServerPageAnswer> ReadServerPageAsync(string page, TimeSpan limit, Func<string, Stream, CancellationToken, Task<bool>> read, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(page);
        ArgumentNullException.ThrowIfNull(read);
        using Deadline deadline = new(limit, _time, cancellationToken);
        return await new ServerPageReading(_connection).ReadAsync(page, read, deadline);
    }

    /// <summary>
    /// Everything of one kind, then every change, for ever: survives closed, silent and expired watches and any outage. Starts with
    /// <see cref="Change{T}.Listed"/>, or <see cref="Change{T}.Interrupted"/> while the server is away. Pull it steadily: what is
    /// not pulled waits in the connection. Each enumeration is a watch of its own.
    /// </summary>
    /// <param name="resource">From <see cref="Resources"/>.</param>
    /// <param name="namespace">Null: all namespaces, for which a ClusterRole is needed.</param>
    /// <param name="labelSelector">As for kubectl's <c>-l</c>; null: all.</param>
    /// <param name="cancellationToken">The only way to end it: the enumeration throws <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<Change<T>> WatchAsync<T>(
        Resource<T> resource, string? @namespace, string? labelSelector, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ResourceWatch<T> watch = new(_connection, resource, @namespace, labelSelector, _logger);
        await foreach (Change<T> change in watch.RunAsync(cancellationToken))
            yield return change;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<SecretAnswer> SecretAsync(ApiRequest request, HttpResponseMessage response, Deadline deadline)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            return new SecretAnswer.Found(ObjectDecoder.Secret(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or InvalidOperationException)
        {
            // The cause may quote what it could not decode.
            return new SecretAnswer.Failed(Faults.Unreadable(request, "it is not a Secret").Fault);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            return new SecretAnswer.Failed(Faults.Of(request, Server, deadline, e).Fault);
        }
    }

    private async Task<bool> NamesAsync(ApiRequest request, HttpResponseMessage response, string plural, Deadline deadline)
    {
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync(deadline.Token);
            using JsonDocument document = await JsonDocument.ParseAsync(body, default, deadline.Token);
            JsonElement resources = RawObject.Property(document.RootElement, "resources");
            return resources.ValueKind == JsonValueKind.Array
                && resources.EnumerateArray().Any(resource => RawObject.Text(resource, "name") == plural);
        }
        catch (Exception e) when (!deadline.Stopping && Faults.IsExpected(e))
        {
            throw new KubernetesApiException(Faults.Of(request, Server, deadline, e).Fault);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The kubeconfig switches off checking the certificate of {Server}: anyone on the way can answer in its place")]
    private partial void LogUnverified(Uri server);
}
