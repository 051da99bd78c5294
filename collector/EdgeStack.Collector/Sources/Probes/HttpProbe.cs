using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Names;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>One request to a URL, on a connection of its own, and what it leads to. Made for one try.</summary>
internal sealed class HttpProbe(HttpProbeSpec spec, NameLookup names, TimeProvider time)
{
    private const int LongestBody = 1024 * 1024;

    private readonly ProbeConnector _connector = new(names, time);
    private readonly ProbeCertificates _certificates = new(spec.CaFile);
    private TimeSpan _tls, _processing, _transfer;
    private string? _tlsVersion;
    private long _ready;
    private int _redirects;
    private Answer? _last;

    public async Task<ProbeResult> RunAsync(CancellationToken cancellation)
    {
        ProbeResult result = new();
        try
        {
            _last = await AskAsync(cancellation);
            result.Problem = Judge(_last);
        }
        catch (ProbeException fault)
        {
            result.Problem = fault.Message;
        }
        catch (OperationCanceledException)
        {
            result.Problem = "was ended";
        }
        catch (HttpRequestException fault)
        {
            result.Problem = fault.InnerException is ProbeException inner ? inner.Message : _certificates.Problem ?? fault.HttpRequestError switch
            {
                HttpRequestError.SecureConnectionError => "no TLS connection",
                _ => "the answer broke off or is not HTTP",
            };
        }
        catch (IOException)
        {
            result.Problem = "the answer broke off";
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // Names and headers that pass for such until they are used.
            result.Problem = "the host or the URL is one that cannot be asked for";
        }
        finally
        {
            result.Expiry = _certificates.Expiry;
            Tell(result);
        }

        return result;
    }

    private async Task<Answer> AskAsync(CancellationToken cancellation)
    {
        using HttpMessageInvoker client = new(Handler());
        for (Uri url = spec.Url; ; _redirects++)
        {
            using HttpRequestMessage request = Request(url);
            long start = time.GetTimestamp();
            using HttpResponseMessage response = await client.SendAsync(request, cancellation);
            long headers = time.GetTimestamp();
            _processing += time.GetElapsedTime(Math.Max(start, _ready), headers);
            (int length, string text) = await ReadAsync(response, cancellation);
            _transfer += time.GetElapsedTime(headers);
            if ((int)response.StatusCode is < 300 or >= 400 || response.Headers.Location is not { } location || _redirects == spec.Redirects)
                return new Answer(response, url.Scheme == Uri.UriSchemeHttps, length, spec.Contains is null || text.Contains(spec.Contains, StringComparison.Ordinal));
            url = Uri.TryCreate(url, location, out Uri? next) ? next : throw new ProbeException("a redirect leads to what is no address");
            if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
                throw new ProbeException("a redirect leads to something else than http and https");
        }
    }

    private SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        MaxResponseDrainSize = 0,
        SslOptions = Options(),
        ConnectCallback = async (context, cancellation) => new NetworkStream(await _connector.TcpAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true),
        // It is called when a connection is ready for a request, behind TLS.
        PlaintextStreamFilter = (context, _) =>
        {
            _ready = time.GetTimestamp();
            if (context.PlaintextStream is SslStream tls)
            {
                _tls += time.GetElapsedTime(_connector.Connected, _ready);
                _tlsVersion = SocketProbe.TlsName(tls.SslProtocol);
            }

            return ValueTask.FromResult(context.PlaintextStream);
        },
    };

    // The name that the certificate must have is the one of each request's host.
    private SslClientAuthenticationOptions Options()
    {
        SslClientAuthenticationOptions options = _certificates.Options("");
        options.TargetHost = null;
        return options;
    }

    private HttpRequestMessage Request(Uri url)
    {
        HttpRequestMessage request = new(HttpMethod.Get, url) { Version = url.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.TryAddWithoutValidation("User-Agent", "edgestack-collector");
        // A redirect leads to a host of its own.
        if (spec.HostHeader is { } host && _redirects == 0)
            request.Headers.Host = host;
        return request;
    }

    private async Task<(int Length, string Text)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        byte[] buffer = new byte[spec.Contains is null ? 16 * 1024 : LongestBody];
        int length = 0;
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        while (length < LongestBody)
        {
            int at = spec.Contains is null ? 0 : length;
            int read = await body.ReadAsync(buffer.AsMemory(at), cancellation);
            if (read == 0)
                break;
            length += read;
        }

        return (length, spec.Contains is null ? "" : Encoding.UTF8.GetString(buffer, 0, Math.Min(length, buffer.Length)));
    }

    private string? Judge(Answer answer)
    {
        if (!spec.IsRight(answer.Status))
            return $"it answers {answer.Status}";
        return answer.HasText ? null : "the text is not in the answer";
    }

    private void Tell(ProbeResult result)
    {
        result.Add(ProbeFamilies.Lookup, _connector.Lookup.TotalSeconds);
        result.Add(ProbeFamilies.Protocol, _connector.Protocol);
        result.Add(ProbeFamilies.WrongText, _last is { HasText: false } ? 1 : 0);
        result.Add(ProbeFamilies.Status, _last?.Status ?? 0);
        result.Add(ProbeFamilies.Phases, _connector.Lookup.TotalSeconds, "resolve");
        result.Add(ProbeFamilies.Phases, _connector.Connect.TotalSeconds, "connect");
        result.Add(ProbeFamilies.Phases, _tls.TotalSeconds, "tls");
        result.Add(ProbeFamilies.Phases, _processing.TotalSeconds, "processing");
        result.Add(ProbeFamilies.Phases, _transfer.TotalSeconds, "transfer");
        result.Add(ProbeFamilies.Version, _last?.Version ?? 0);
        result.Add(ProbeFamilies.Tls, _last is { IsTls: true } ? 1 : 0);
        result.Add(ProbeFamilies.Redirects, _redirects);
        result.Add(ProbeFamilies.ContentLength, _last?.ContentLength ?? 0);
        result.Add(ProbeFamilies.BodyLength, _last?.Length ?? 0);
        if (_last?.Modified is { } modified)
            result.Add(ProbeFamilies.LastModified, modified.ToUnixTimeSeconds());
        if (_tlsVersion is { } version)
            result.Add(ProbeFamilies.TlsVersion, 1, version);
    }

    private sealed class Answer(HttpResponseMessage response, bool isTls, int length, bool hasText)
    {
        public int Status { get; } = (int)response.StatusCode;

        public double Version { get; } = response.Version.Major + (response.Version.Minor / 10.0);

        public long ContentLength { get; } = response.Content.Headers.ContentLength ?? -1;

        public DateTimeOffset? Modified { get; } = response.Content.Headers.LastModified;

        public bool IsTls => isTls;

        public int Length => length;

        public bool HasText => hasText;
    }
}
