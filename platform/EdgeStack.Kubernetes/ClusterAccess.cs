using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;

namespace EdgeStack.Kubernetes;

/// <summary>Where the API server is, how to trust it, who we are. Reading that is the library's work; the connection is ours.</summary>
internal sealed class ClusterAccess : IDisposable
{
    // With the whole object as second choice, for a server that cannot leave parts out.
    private const string MetadataOfOne = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json";
    private const string MetadataOfMany = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json";

    // Of pages of metrics.
    private const string Text = "text/plain;version=0.0.4,*/*;q=0.1";

    private readonly HttpClient _http;

    // Only for kubelets, and only when somebody says so.
    private readonly Lazy<HttpClient> _unverified;
    // One connection: see ApiRequest.SameServer.
    private readonly Lazy<HttpClient> _sameServer;
    private readonly ServiceClientCredentials? _credentials;
    private readonly string? _hostHeader;

    private ClusterAccess(KubernetesClientConfiguration configuration)
    {
        string host = configuration.Host.EndsWith('/') ? configuration.Host : configuration.Host + "/";
        Server = new(host, UriKind.Absolute);
        Namespace = string.IsNullOrWhiteSpace(configuration.Namespace) ? "default" : configuration.Namespace.Trim();
        VerifiesServer = !configuration.SkipTlsVerify;
        _credentials = k8s.Kubernetes.CreateCredentials(configuration);
        _hostHeader = string.IsNullOrWhiteSpace(configuration.TlsServerName) ? null : configuration.TlsServerName;
        _http = Client(Handler(configuration, configuration.SkipTlsVerify));
        _sameServer = new(() => Client(SameServerHandler(configuration)));
        _unverified = new(() => new HttpClient(Handler(configuration, unverified: true), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan });
    }

    public Uri Server { get; }

    public string Namespace { get; }

    public bool VerifiesServer { get; }

    /// <exception cref="KubernetesApiException">Nothing there, or it cannot be used; with a sentence for people.</exception>
    public static ClusterAccess Read(KubernetesOptions options)
    {
        if (options.Kubeconfig is { } file && !File.Exists(file))
            throw new KubernetesApiException($"There is no kubeconfig at {file}.");
        if (options.Kubeconfig is { } empty && new FileInfo(empty).Length == 0)
            throw new KubernetesApiException($"The kubeconfig {empty} is empty.");
        if (options.Kubeconfig is null && !KubernetesClientConfiguration.IsInCluster())
        {
            throw new KubernetesApiException(
                "Not inside a cluster (no service account is mounted, or KUBERNETES_SERVICE_HOST is not set) and no kubeconfig is given. "
                + "Run in a pod with a service account, or name a kubeconfig.");
        }

        string source = options.Kubeconfig is null ? "service account" : $"kubeconfig {options.Kubeconfig}";
        try
        {
            return new(options.Kubeconfig is null
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig, options.Context));
        }
        catch (Exception e)
        {
            // The library lets through whatever its YAML reader, its base64 and its certificates throw.
            throw new KubernetesApiException($"The {source} cannot be used: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Sets the credentials. Apart from sending, because an exec plugin or a token file can fail in any way.</summary>
    public async Task<HttpRequestMessage> PrepareAsync(ApiRequest request, CancellationToken cancellation)
    {
        // HTTP/1.1 on purpose: one connection per watch, so that a half-dead one is thrown away with its watch instead of being shared.
        HttpRequestMessage message = new(Method(request), request.RelativeUri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Host = _hostHeader;
        if (request.Page is not null)
            message.Headers.TryAddWithoutValidation("Accept", Text);
        if (request.MetadataOnly)
            message.Headers.TryAddWithoutValidation("Accept", request.Verb == "watch" ? MetadataOfOne : MetadataOfMany);
        if (request.Body is { } body)
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new(request.Verb == "patch" ? "application/merge-patch+json" : "application/json") } };
        if (_credentials is not null)
            await _credentials.ProcessHttpRequestAsync(message, cancellation);
        return message;
    }

    /// <param name="message">From <see cref="PrepareAsync(ApiRequest, CancellationToken)"/>.</param>
    /// <param name="sameServer">As <see cref="ApiRequest.SameServer"/>: it waits until the one before has been read or given up.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, bool sameServer, CancellationToken cancellation) =>
        (sameServer ? _sameServer.Value : _http).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>A question to another server of the cluster than the API server, with the same credentials.</summary>
    public async Task<HttpRequestMessage> PrepareAsync(Uri page, CancellationToken cancellation)
    {
        HttpRequestMessage message = new(HttpMethod.Get, page) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.TryAddWithoutValidation("Accept", Text);
        if (_credentials is not null)
            await _credentials.ProcessHttpRequestAsync(message, cancellation);
        return message;
    }

    public Task<HttpResponseMessage> SendToKubeletAsync(HttpRequestMessage message, bool verify, CancellationToken cancellation) =>
        (verify ? _http : _unverified.Value).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);

    public void Dispose()
    {
        _http.Dispose();
        if (_sameServer.IsValueCreated)
            _sameServer.Value.Dispose();
        if (_unverified.IsValueCreated)
            _unverified.Value.Dispose();
    }

    private static HttpMethod Method(ApiRequest request) => request.Verb switch
    {
        "create" => HttpMethod.Post,
        "patch" => HttpMethod.Patch,
        _ => HttpMethod.Get,
    };

    private HttpClient Client(SocketsHttpHandler handler)
    {
        // Watches live for minutes; every request brings its own deadline.
        HttpClient client = new(handler, disposeHandler: true) { BaseAddress = Server, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", AppDomain.CurrentDomain.FriendlyName);
        client.DefaultRequestHeaders.Accept.Add(new("application/json"));
        return client;
    }

    // One connection, which we do not close between two readings, however seldom they are: the next one may reach another server.
    internal static SocketsHttpHandler SameServerHandler(KubernetesClientConfiguration configuration)
    {
        SocketsHttpHandler handler = Handler(configuration, configuration.SkipTlsVerify);
        (handler.MaxConnectionsPerServer, handler.PooledConnectionIdleTimeout) = (1, Timeout.InfiniteTimeSpan);
        return handler;
    }

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration configuration, bool unverified)
    {
        SocketsHttpHandler handler = new() { ConnectTimeout = TimeSpan.FromSeconds(10), UseCookies = false, AllowAutoRedirect = false };
        if (unverified)
        {
#pragma warning disable CA5359, MA0039 // The kubeconfig says insecure-skip-tls-verify, and the log says so at the start; or the caller says it of kubelets.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        }
        else if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            // Not the library's callback: with an authority of one's own it accepts a certificate for any host name.
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (ClientCertificate(configuration) is { } certificate)
        {
            handler.SslOptions.ClientCertificateContext =
                SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        }

        return handler;
    }

    private static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        string? certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        string? key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        return certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key);
    }

    private static string? Pem(string? base64, string? path) =>
        !string.IsNullOrWhiteSpace(path) ? File.ReadAllText(path)
        : !string.IsNullOrWhiteSpace(base64) ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
        : null;
}
