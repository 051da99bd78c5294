using System.Net;

namespace EdgeStack.Provisioning.Tests.Local;

/// <summary>Answers for the stand-in, which is a shell script and speaks no HTTP.</summary>
internal sealed class FakeGatewayNetwork(bool ready, string routes) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(request.RequestUri!.AbsolutePath switch
        {
            "/healthz/ready" => new HttpResponseMessage(ready ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable),
            "/api/v1/routes" => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(routes) },
            "/api/v1/tunnel" => new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("""{"mode":"quick","state":"ready","sentence":"Visitors get through.","publicUrl":"https://some-name.trycloudflare.com"}"""),
            },
            _ => new HttpResponseMessage(HttpStatusCode.NotFound),
        });
}
