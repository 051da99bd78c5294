using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>Asks one target for its page. Nothing that a target does leaves here as an exception, nor takes longer or more memory than its limits.</summary>
internal sealed class ScrapeClient : IDisposable
{
    // The plain format first: it keeps the types of counters that are not called _total.
    private const string Accept = "text/plain;version=0.0.4;q=1,application/openmetrics-text;version=1.0.0;q=0.9";
    private const string OpenMetrics = "application/openmetrics-text";

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    private readonly ScrapedTargetOptions _target;
    private readonly TimeProvider _time;
    private readonly BoundedBody _body;
    private readonly int _longest;
    private readonly Lazy<HttpMessageInvoker> _client;

    public ScrapeClient(ScrapedTargetOptions target, ExpositionLimits limits, NameLookup names, TimeProvider time)
    {
        _target = target;
        _time = time;
        _longest = limits.Bytes;
        _body = new BoundedBody(limits.Bytes);
        // The file of an authority may be missing at first; then the scrape fails, and the next one looks again.
        _client = new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(Handler(target, names)), LazyThreadSafetyMode.PublicationOnly);
    }

    public async Task<ScrapeAnswer> GetAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(_target.Timeout, _time), either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using HttpRequestMessage request = Request();
            if (_target.TokenFile is { } file)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(file, either.Token));
            using HttpResponseMessage response = await _client.Value.SendAsync(request, either.Token);
            return await ReadAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ScrapeAnswer.None(string.Create(CultureInfo.InvariantCulture, $"took longer than {_target.Timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            return new ScrapeAnswer.None(Sentence(fault));
        }
    }

    /// <summary>The page was read: its bytes are not needed any more.</summary>
    public void Release() => _body.Release();

    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }

    private static SocketsHttpHandler Handler(ScrapedTargetOptions target, NameLookup names)
    {
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = target.Timeout < LongestConnect ? target.Timeout : LongestConnect,
            // Names may lead elsewhere by then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            // Of an answer that is not wanted nothing more is read.
            MaxResponseDrainSize = 0,
            ConnectCallback = new TargetConnector(target.AllowLinkLocal, names).ConnectAsync,
        };
        if (target.CaFile is not { } file)
            return handler;
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }

    private static async Task<string> TokenAsync(string file, CancellationToken cancellation)
    {
        string token = (await File.ReadAllTextAsync(file, cancellation)).Trim();
        return token.Length > 0 && token.All(letter => letter is > ' ' and < '\x7f') ? token : throw new InvalidDataException($"{file} does not hold a token");
    }

    // Messages of the runtime may quote what was sent.
    private static string Sentence(Exception fault) => fault switch
    {
        HttpRequestException { InnerException: RefusedAddressException refused } => refused.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name leads to no address",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection: refused, or nobody there",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS connection: its certificate is not trusted or not for this name, or it does not speak TLS",
        HttpRequestException => "its answer broke off or is not HTTP",
        InvalidDataException when fault.Message.EndsWith("does not hold a token", StringComparison.Ordinal) => fault.Message,
        InvalidDataException => "its answer is not gzip, though it says so",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => "a file with a token or an authority cannot be read",
        _ => "its answer broke off",
    };

    private HttpRequestMessage Request()
    {
        HttpRequestMessage request = new(HttpMethod.Get, _target.Url);
        request.Headers.TryAddWithoutValidation("Accept", Accept);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        request.Headers.TryAddWithoutValidation("User-Agent", "edgestack-collector");
        request.Headers.TryAddWithoutValidation("X-Prometheus-Scrape-Timeout-Seconds", _target.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private async Task<ScrapeAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        int status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            return new ScrapeAnswer.None($"it answers {status}: redirects are not followed");
        if (status != 200)
            return new ScrapeAnswer.None($"it answers {status}");
        if (FormatOf(response.Content.Headers.ContentType) is not { } format)
            return new ScrapeAnswer.None("its content type is neither the plain format 0.0.4 nor OpenMetrics 1.0");
        string[] encodings = [.. response.Content.Headers.ContentEncoding];
        bool isGzip = encodings is ["gzip"];
        if (!isGzip && encodings is not ([] or ["identity"]))
            return new ScrapeAnswer.None("its content encoding is neither gzip nor none");
        if (response.Content.Headers.ContentLength > _longest)
            return TooLong();
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        return await _body.ReadAsync(stream, isGzip, cancellation) is { } text ? new ScrapeAnswer.Page(text, format) : TooLong();
    }

    private ScrapeAnswer.TooLong TooLong() => new($"its page is longer than {_longest} bytes");

    private static ExpositionFormat? FormatOf(MediaTypeHeaderValue? type)
    {
        string? Parameter(string name) => type?.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"');
        if (Parameter("charset") is { } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return null;
        return (type?.MediaType?.ToUpperInvariant(), Parameter("version")) switch
        {
            ("TEXT/PLAIN", null or "0.0.4") => ExpositionFormat.PlainText,
            (var media, null or "1.0.0" or "0.0.1") when OpenMetrics.Equals(media, StringComparison.OrdinalIgnoreCase) => ExpositionFormat.OpenMetrics,
            _ => null,
        };
    }
}
