using System.Net;

namespace EdgeStack.Telemetry.Otlp;

/// <summary>Takes the requests of OpenTelemetry's exporters and lets them wait: an exporter that is told of success goes on at once. When nobody sends any more it sends by itself.</summary>
/// <param name="signal">Of the exporter.</param>
/// <param name="protocol">As which the exporter writes.</param>
/// <param name="waiting">Where they wait.</param>
/// <param name="client">Sends by itself.</param>
internal sealed class WaitingHandler(string signal, OtlpProtocol protocol, WaitingExports waiting, ExportClient client) : HttpMessageHandler
{
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        request.Content!.CopyTo(body, null, cancellationToken);
        Export export = ExportOf(body);
        // The end of the program, in which the exporter's own thread waits for this anyway.
        if (!waiting.TryAdd(export))
            SendNowAsync(export, cancellationToken).GetAwaiter().GetResult();
        return Success();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        await request.Content!.CopyToAsync(body, cancellationToken);
        Export export = ExportOf(body);
        if (!waiting.TryAdd(export))
            await SendNowAsync(export, cancellationToken);
        return Success();
    }

    private Export ExportOf(MemoryStream body)
    {
        ReadOnlySpan<byte> written = body.GetBuffer().AsSpan(0, (int)body.Length);
        return new Export(signal, WaitingExports.Compressed(protocol == OtlpProtocol.Grpc ? GrpcFraming.Unframed(written) : written));
    }

    // A receiver that was away a moment ago is not waited for.
    private async Task SendNowAsync(Export export, CancellationToken cancellation)
    {
        ExportAnswer? answer = waiting.IsAway ? null : await client.SendAsync(export, cancellation);
        waiting.Outcomes.Count(signal, answer switch
        {
            ExportAnswer.Taken => ExportOutcomes.Sent,
            ExportAnswer.Refused => ExportOutcomes.Refused,
            _ => ExportOutcomes.Dropped,
        });
    }

    private HttpResponseMessage Success()
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        if (protocol == OtlpProtocol.Grpc)
        {
            response.Version = HttpVersion.Version20;
            response.TrailingHeaders.Add("grpc-status", "0");
        }

        return response;
    }
}
