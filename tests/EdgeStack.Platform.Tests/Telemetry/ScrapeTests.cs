using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EdgeStack.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static EdgeStack.Platform.Tests.Telemetry.MeteredProgram;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class ScrapeTests : IAsyncLifetime
{
    private const string PrometheusAccepts =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private readonly MeteredProgram _program = new(options => options with { IncludeProcess = true });
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler());

    public ScrapeTests()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapMetrics(_program.Bridge);
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync(TestContext.Current.CancellationToken);
        IServer server = _app.Services.GetRequiredService<IServer>();
        _client.BaseAddress = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _program.Dispose();
    }

    [Theory]
    [InlineData(null, "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/html, text/plain", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/plain;version=0.0.4, application/openmetrics-text;q=0.5", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;q=0", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=0.0.1", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("///;;;q=nonsense", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    [InlineData(PrometheusAccepts, "application/openmetrics-text; version=1.0.0; charset=utf-8")]
    public async Task Scrape_over_Kestrel_is_answered_in_the_format_asked_for(string? accept, string contentType)
    {
        _program.Meter.CreateCounter<int>("edgestack_requests_total").Add(1, Tag("host", "h"));
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(MediaTypeHeaderValue.Parse(contentType), response.Content.Headers.ContentType);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("edgestack_requests_total{host=\"h\"} 1", text, StringComparison.Ordinal);
        Assert.Equal(contentType.StartsWith("application", StringComparison.Ordinal), text.EndsWith("# EOF\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrape_shows_the_process()
    {
        string text = await _client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

        string[] families =
        [
            "process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds",
            "process_open_fds", "process_max_fds",
        ];
        foreach (string family in families)
        {
            string sample = Assert.Single(text.Split('\n'), line => line.StartsWith(family + " ", StringComparison.Ordinal));
            Assert.True(double.Parse(sample[(family.Length + 1)..]) > 0, sample);
        }
    }

    [Fact]
    public async Task Registered_bridge_listens_from_when_it_is_first_asked_for()
    {
        using MeteredProgram program = new();
        await using ServiceProvider services = new ServiceCollection().AddLogging()
            .AddMetricsBridge(new MetricsBridgeOptions { Meters = [program.Meter.Name], IncludeProcess = false }).BuildServiceProvider();
        MetricsBridge bridge = services.GetRequiredService<MetricsBridge>();

        program.Meter.CreateCounter<int>("edgestack_requests_total").Add(1);

        using MemoryStream body = new();
        await bridge.WriteAsync(body, MetricsFormat.PlainText, TestContext.Current.CancellationToken);
        Assert.Contains("edgestack_requests_total 1\n", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
