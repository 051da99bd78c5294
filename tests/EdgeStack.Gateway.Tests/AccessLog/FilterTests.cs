using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class FilterTests
{
    private const int Requests = 10_000;

    [Fact]
    public void A_sample_has_about_its_part_and_every_line_of_it_says_so()
    {
        AccessLogFilter filter = Filter(0.1);
        AccessRecord[] kept = [.. Enumerable.Range(0, Requests).Select(_ => Ended(200)).Where(filter.Keeps)];
        Assert.InRange(kept.Length, 700, 1300); // ten standard deviations
        Assert.All(kept, record => Assert.Contains("\"sample\":0.1", record.Line(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(503, null, 1)]
    [InlineData(500, null, 1)]
    [InlineData(404, "no route", 1)]
    [InlineData(400, "rejected: dot_segment", 1)]
    [InlineData(200, null, 1000)]
    public void Failed_refused_and_slow_requests_are_always_kept_and_not_marked(int status, string? error, int milliseconds)
    {
        AccessRecord record = Ended(status, error, milliseconds);
        Assert.True(Filter(0.000001).Keeps(record));
        Assert.Null(record.SampledAt);
    }

    [Fact]
    public void Without_a_sample_everything_is_kept_and_a_log_that_is_off_keeps_nothing()
    {
        Assert.True(Filter(1).Keeps(Ended(200)));
        GatewayOptions off = new();
        off.AccessLog.Enabled = false;
        Assert.False(new AccessLogFilter(off).Keeps(Ended(500)));
    }

    [Fact]
    public async Task What_the_setting_or_the_route_excludes_is_not_logged_and_everything_else_is()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", accessLog: { exclude: \"PathPrefix(`/healthz`) && Method(`GET`)\" }"), Route("b.example", backend)));
        GatewayOptions options = new() { Routes = [folder.Path] };
        options.AccessLog.Exclude = RuleReader.Read("Header(`User-Agent`, `probe`) || Path(`/quiet`)").Rule;
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);
        foreach ((string host, string path) in new[] { ("a.example", "/healthz"), ("a.example", "/quiet"), ("b.example", "/quiet"), ("b.example", "/healthz"), ("none.example", "/quiet"), ("a.example", "/logged") })
            (await gateway.GetAsync(host, path)).Dispose();
        using HttpRequestMessage probe = new(HttpMethod.Get, gateway.Target("/probed"));
        probe.Headers.TryAddWithoutValidation("User-Agent", "probe");
        (await gateway.SendAsync(probe, "a.example")).Dispose();
        (await gateway.GetAsync("a.example", "/last")).Dispose();
        await gateway.LogLineAsync(line => line.GetProperty("path").GetString() == "/last");
        Assert.Equal(["b.example/healthz", "a.example/logged", "a.example/last"], gateway.Log.Select(line => $"{line.GetProperty("host")}{line.GetProperty("path")}"));
        Assert.Equal(7, backend.Requests.Count);
    }

    [Fact]
    public async Task LG_03_Authorization_and_cookies_are_in_no_line_of_any_format()
    {
        foreach (AccessLogFormat format in Enum.GetValues<AccessLogFormat>())
        {
            await using TestBackend backend = await TestBackend.StartAsync(context =>
            {
                context.Response.Headers.SetCookie = "answer-secret=1";
                return Task.CompletedTask;
            });
            using TemporaryFolder folder = new();
            folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
            GatewayOptions options = new() { Routes = [folder.Path] };
            options.AccessLog.Format = format;
            await using RunningGateway gateway = await RunningGateway.StartAsync(options);
            using HttpRequestMessage request = new(HttpMethod.Get, gateway.Target("/?token=query-secret"));
            foreach ((string name, string value) in new[] { ("Authorization", "Bearer header-secret"), ("Cookie", "s=cookie-secret"), ("Proxy-Authorization", "proxy-secret"), ("Cf-Access-Jwt-Assertion", "access-secret") })
                request.Headers.TryAddWithoutValidation(name, value);
            (await gateway.SendAsync(request, "a.example")).Dispose();
            await Eventually.HoldsAsync(() => gateway.LogLines.Count == 1, "the request is logged");
            Assert.DoesNotContain("-secret", gateway.LogLines[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LG_04_While_the_logs_disk_is_full_requests_are_answered_and_drops_counted_and_with_room_the_file_goes_on()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("routes/a.yaml", ConfigMap("a", Route("a.example", backend)));
        GatewayOptions options = new() { Routes = [folder.File("routes")] };
        options.AccessLog.File = folder.File("access.log");
        File.CreateSymbolicLink(options.AccessLog.File, "/dev/full");
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await gateway.GetAsync("a.example", "/lost");
            Assert.True(response.IsSuccessStatusCode);
        }

        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("edgestack_gateway_access_log_dropped_total 3\n", StringComparison.Ordinal), "three lines are counted");
        File.Delete(options.AccessLog.File);
        (await gateway.GetAsync("a.example", "/kept")).Dispose();
        await Eventually.HoldsAsync(() => File.Exists(options.AccessLog.File) && File.ReadAllText(options.AccessLog.File).EndsWith('\n'), "the file has a line again");
        string line = Assert.Single(await File.ReadAllLinesAsync(options.AccessLog.File, TestContext.Current.CancellationToken));
        Assert.Contains("\"path\":\"/kept\"", line, StringComparison.Ordinal);
    }

    private static AccessLogFilter Filter(double sample)
    {
        GatewayOptions options = new();
        options.AccessLog.Sample = sample;
        return new AccessLogFilter(options);
    }

    private static AccessRecord Ended(int status, string? error = null, int milliseconds = 1)
    {
        AccessRecord record = Records.Some();
        (record.Status, record.Error, record.Duration) = (status, error, TimeSpan.FromMilliseconds(milliseconds));
        return record;
    }
}
