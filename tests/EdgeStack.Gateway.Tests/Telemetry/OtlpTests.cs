using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Telemetry;

public sealed class OtlpTests
{
    private const string VisitorTrace = "0af7651916cd43dd8448eb211c80319c", VisitorSpan = "b7ad6b7169203331";

    [Fact]
    public async Task A_request_is_a_span_in_the_visitors_trace_with_a_child_for_the_upstream_and_the_access_log_names_the_same_trace()
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync();
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("traced.example", backend)));
        JsonElement line;
        await using (RunningGateway gateway = await RunningGateway.StartAsync(Options(folder, collector.Endpoint)))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, gateway.Target("/x;sid=abc/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc?token=abc&page=2"));
            request.Headers.Add("traceparent", $"00-{VisitorTrace}-{VisitorSpan}-00"); // not sampled by the visitor, which is not his to say
            using HttpResponseMessage response = await gateway.SendAsync(request, "traced.example");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            line = await gateway.LogLineAsync();
        }

        // What is still queued is sent when the program ends.
        OtlpSpan span = Assert.Single(collector.Spans, span => span.Name == "GET traced.example");
        Assert.Equal((VisitorTrace, VisitorSpan, VisitorTrace), (span.TraceId, span.ParentId, line.GetProperty("traceId").GetString()));
        Assert.Equal(("/x;sid=***/***", "token=***&page=2", "default/a/0"), (span.Tags["url.path"], span.Tags["url.query"], span.Tags["edgestack.route"]));
        OtlpSpan child = Assert.Single(collector.Spans, other => other.TraceId == VisitorTrace && other != span);
        Assert.Equal((span.SpanId, "GET"), (child.ParentId, child.Name));
        Assert.Equal($"00-{VisitorTrace}-{child.SpanId}-01", backend.Requests.Single().Headers["traceparent"]);
        Assert.DoesNotContain(span.Tags.Values.Concat(child.Tags.Values), value => value.Contains("abc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Traces_metrics_and_the_programs_own_log_arrive_with_the_headers_of_the_file_over_http_and_grpc(bool grpc)
    {
        await using OtlpReceiver collector = await OtlpReceiver.StartAsync(grpc);
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = Options(folder, collector.Endpoint);
        options.Otlp.Protocol = grpc ? OtlpProtocol.Grpc : OtlpProtocol.Http;
        options.Otlp.Headers = [new("X-Api-Key", "a b,c=d")];
        await using (RunningGateway gateway = await RunningGateway.StartAsync(options))
            (await gateway.GetAsync("a.example")).Dispose();
        Assert.Contains(collector.Spans, span => span.Name == "GET a.example");
        Assert.Contains("edgestack_gateway_requests_total", collector.Metrics);
        Assert.Contains("edgestack_gateway_request_duration_seconds", collector.Metrics);
        Assert.Contains(collector.Metrics, name => name.StartsWith("dotnet.", StringComparison.Ordinal));
        Assert.Contains(collector.LogBodies, body => body.StartsWith("Routes are at revision 1", StringComparison.Ordinal));
        Assert.True(collector.Keys.Count >= 3);
        Assert.All(collector.Keys, key => Assert.Equal("a b,c=d", key));
    }

    [Fact]
    public async Task A_collector_that_is_not_there_costs_nothing_but_what_was_for_it()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(Options(folder, new Uri("http://127.0.0.1:1")));
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await gateway.GetAsync("a.example");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_collector_that_never_answers_holds_up_neither_requests_nor_the_end_of_the_program()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        RunningGateway gateway = await RunningGateway.StartAsync(Options(folder, new Uri($"http://{silent.LocalEndpoint}")));
        using (HttpResponseMessage response = await gateway.GetAsync("a.example"))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await gateway.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_a_collector_nothing_of_it_is_made()
    {
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a"));
        await using WebApplication app = GatewayHost.Build(new GatewayOptions { Routes = [folder.File("routes")] });
        Assert.DoesNotContain(app.Services.GetServices<IHostedService>(), service => service.GetType().Namespace!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Services.GetServices<ILoggerProvider>(), provider => provider.GetType().Namespace!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    private static GatewayOptions Options(TemporaryFolder folder, Uri collector)
    {
        GatewayOptions options = new() { Routes = [folder.File("routes")] };
        options.Otlp.Endpoint = collector;
        return options;
    }
}
