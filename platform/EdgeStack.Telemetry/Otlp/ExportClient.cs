using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Sends one export over HTTP or as gRPC and says how it was answered.</summary>
internal sealed class ExportClient(OtlpTarget target, TimeProvider time) : IDisposable
{
    // As the protocol's exporters have it: a slow uplink is no dead one.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = ClientOf(target);

    public void Dispose() => _http.Dispose();

    /// <summary>Never fails: what went wrong is an answer.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ExportAnswer> SendAsync(Export export, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = new(Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            using HttpRequestMessage request = RequestOf(export);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            byte[] body = await BoundedBodyAsync(response, either.Token);
            return target.Protocol == OtlpProtocol.Grpc ? OfGrpc(response, body, time.GetUtcNow()) : OfHttp(response, body, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ExportAnswer.Later(string.Create(CultureInfo.InvariantCulture, $"no answer within {Timeout.TotalSeconds} s"));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new ExportAnswer.Later(fault.InnerException?.Message ?? fault.Message);
        }
    }

    private HttpRequestMessage RequestOf(Export export)
    {
        HttpRequestMessage request = new(HttpMethod.Post, target.For(export.Signal));
        if (target.Protocol == OtlpProtocol.Grpc)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
            request.Headers.Add("grpc-encoding", "gzip");
            request.Content = new ByteArrayContent(GrpcFraming.Framed(export.Body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
            return request;
        }

        request.Content = new ByteArrayContent(export.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf"), ContentEncoding = { "gzip" } } };
        return request;
    }

    // https://opentelemetry.io/docs/specs/otlp/#otlphttp-response: these four may be tried again, and nothing else.
    private static ExportAnswer OfHttp(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        if (response.IsSuccessStatusCode)
            return PartialSuccess.Read(body);
        string why = $"it answered {(int)response.StatusCode} {response.ReasonPhrase}";
        if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
            return new ExportAnswer.Refused(why);
        RetryConditionHeaderValue? after = response.Headers.RetryAfter;
        return new ExportAnswer.Later(why, after?.Delta ?? (after?.Date is { } date ? date - now : null));
    }

    private static ExportAnswer OfGrpc(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        if (!response.IsSuccessStatusCode)
            return OfHttp(response, body, now);
        string? status = Trailer(response, "grpc-status");
        if (status == "0")
            return PartialSuccess.Read(GrpcFraming.Unframed(body));
        string why = status is null ? "it is no gRPC server: the answer has no status" : $"it answered with the status {status} {Uri.UnescapeDataString(Trailer(response, "grpc-message") ?? "")}".TrimEnd();
        TimeSpan? after = RetryDelay.Read(Trailer(response, "grpc-status-details-bin"));
        return GrpcFraming.IsForLater(status, after) ? new ExportAnswer.Later(why, after) : new ExportAnswer.Refused(why);
    }

    // A server that has nothing but a status to say sends it as a header.
    private static string? Trailer(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out IEnumerable<string>? values) || response.Headers.TryGetValues(name, out values) ? values.FirstOrDefault() : null;

    private static async Task<byte[]> BoundedBodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // It says how much was rejected and why; who sends more is not worth listening to.
        const int MostBytes = 16 * 1024;
        byte[] body = new byte[MostBytes];
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellation);
        int length = await stream.ReadAtLeastAsync(body, MostBytes, throwOnEndOfStream: false, cancellation);
        return body[..length];
    }

    // The exporter's own option for headers takes no value with a comma in it. Redirects would carry what is secret elsewhere.
    private static HttpClient ClientOf(OtlpTarget target)
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }, disposeHandler: true) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        foreach ((string name, string value) in target.Headers)
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        return client;
    }
}
