using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Endpoints that are asked whether they are well.</summary>
public sealed class HealthProbingTests
{
    private const string Health = "health: { path: /healthz, interval: 100ms }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UP_08_when_all_endpoints_are_unhealthy_requests_are_503_with_a_reason_until_one_is_well()
    {
        StrongBox<int> status = new(500);
        await using TestBackend one = await StartAsync(status), other = await StartAsync(status);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"web:80\", {Health}, retry: {{ holdFor: 0s }} }}", $"{{ host: b.example, service: \"web:80\", {Health}, retry: {{ holdFor: 60s }} }}"));
        folder.Write("web.yaml", Service("web", one.Port, other.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 503);
        using (HttpResponseMessage refused = await gateway.GetAsync("a.example"))
            Assert.NotNull(refused.Headers.RetryAfter);
        string reason = $"every endpoint of 'default/web:80' is unhealthy: 127.0.0.1:{Math.Min(one.Port, other.Port)}: GET /healthz: 500";
        Assert.Equal($"no endpoint: {reason}", (await gateway.LogLineAsync(line => line.GetProperty("status").GetInt32() == 503)).GetProperty("error").GetString());
        Assert.Contains(reason, (await gateway.AdminAsync("routes")).GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("reason").GetString()));
        await Eventually.HoldsAsync(async () => (await gateway.AdminAsync("upstreams")).GetProperty("upstreams").EnumerateArray().All(upstream => upstream.GetProperty("state").GetString() == "unhealthy"), "both upstreams are unhealthy");
        Assert.Contains("edgestack_gateway_destinations{upstream=\"default/web:80\",state=\"unhealthy\"} 2", await gateway.MetricsAsync(), StringComparison.Ordinal);

        Task<HttpResponseMessage> waiting = gateway.GetAsync("b.example");
        await Eventually.HoldsAsync(() => gateway.Held == 1, "a request is held as when there is no endpoint");
        status.Value = 204;
        Assert.Equal(200, (int)(await waiting).StatusCode);
        await gateway.EventuallyAnswersAsync("a.example", 200);
    }

    [Fact]
    public async Task An_unhealthy_endpoint_gets_no_request_while_another_is_well()
    {
        StrongBox<int> bad = new(503), good = new(302);
        await using TestBackend one = await StartAsync(bad), other = await StartAsync(good);
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", $"{{ host: a.example, service: \"web:80\", {Health} }}"));
        folder.Write("web.yaml", Service("web", one.Port, other.Port));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await Eventually.HoldsAsync(async () => (await gateway.MetricsAsync()).Contains("state=\"unhealthy\"} 1", StringComparison.Ordinal), "one is unhealthy");
        for (int i = 0; i < 20; i++)
            (await gateway.GetAsync("a.example", "/x")).Dispose();
        Assert.Equal((0, 20), (Asked(one), Asked(other)));
        JsonElement endpoint = (await gateway.AdminAsync("upstreams")).GetProperty("upstreams")[0].GetProperty("endpoints").EnumerateArray().Single(shown => shown.GetProperty("origin").GetString()!.EndsWith($":{one.Port}", StringComparison.Ordinal));
        Assert.Equal("GET /healthz: 503", endpoint.GetProperty("unhealthy").GetString());
        Assert.All(other.Requests.Where(seen => seen.RawTarget == "/healthz"), seen => Assert.Equal(("GET", $"127.0.0.1:{other.Port}", "edgestack-gateway"), (seen.Method, seen.Headers["Host"], seen.Headers["User-Agent"])));
        Assert.DoesNotContain(other.Requests, seen => seen.RawTarget == "/elsewhere");
        bad.Value = 200;
        await Eventually.HoldsAsync(async () =>
        {
            (await gateway.GetAsync("a.example", "/x")).Dispose();
            return Asked(one) > 0;
        }, "it gets requests again");

        static int Asked(TestBackend backend) => backend.Requests.Count(seen => seen.RawTarget == "/x");
    }

    [Fact]
    public async Task Questions_travel_as_requests_do()
    {
        using TestCertificates certificates = new();
        using X509Certificate2 right = certificates.For("a.example"), expired = certificates.Expired("a.example");
        await using TestBackend h2c = await TestBackend.StartAsync(listen: listen => listen.Protocols = HttpProtocols.Http2),
            tls = await TestBackend.StartAsync(listen: listen => listen.UseHttps(right)), old = await TestBackend.StartAsync(listen: listen => listen.UseHttps(expired));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a",
            $"{{ host: h2c.example, service: \"http://127.0.0.1:{h2c.Port}\", scheme: h2c, {Health} }}",
            $"{{ host: a.example, service: \"https://127.0.0.1:{tls.Port}\", upstreamTls: {{ caSecret: ca }}, health: {{ path: \"/healthz?all\", interval: 100ms, hostname: a.example }} }}",
            $"{{ host: b.example, service: \"https://127.0.0.1:{old.Port}\", upstreamTls: {{ caSecret: ca, serverName: a.example }}, {Health}, retry: {{ holdFor: 0s }} }}"));
        folder.Write("ca.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{ name: ca }}\nstringData:\n  ca.crt: |\n{string.Concat(certificates.AuthorityPem.Split('\n').Select(line => $"    {line}\n"))}");
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("b.example", 503);
        Assert.Contains($"GET /healthz: the upstream's certificate expired on {TestCertificates.ExpiredOn.Year}-01-15",
            (await gateway.LogLineAsync(line => line.GetProperty("status").GetInt32() == 503)).GetProperty("error").GetString(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => h2c.Requests.Count > 2 && tls.Requests.Count > 2, "both are asked");
        Assert.All(h2c.Requests, seen => Assert.Equal("HTTP/2", seen.Protocol));
        Assert.All(tls.Requests, seen => Assert.Equal(("/healthz?all", "a.example"), (seen.RawTarget, seen.Headers["Host"])));
        using HttpResponseMessage response = await gateway.GetAsync("a.example");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void Two_bad_answers_in_a_row_make_unhealthy_and_one_good_one_healthy()
    {
        UpstreamCluster cluster = new(new ServiceReference.Port("default", "web", "80"), UpstreamPolicy.Default, new UpstreamClient(() => new SocketsHttpHandler(), TimeProvider.System), TimeProvider.System);
        cluster.Update(new Upstream(cluster.Name, ["http://a:1"], null));
        UpstreamEndpoint endpoint = cluster.Endpoints[0];
        string?[] answers = ["bad", null, "bad", "bad", "worse", null];
        Assert.Equal([true, true, true, false, false, true], answers.Select(answer =>
        {
            Task changed = cluster.Changed;
            Assert.Equal(cluster.Judge(endpoint, answer), changed.IsCompleted);
            Assert.Equal(cluster.HasEndpoint, cluster.Pick() is not null);
            return cluster.HasEndpoint;
        }));
        cluster.Judge(endpoint, "bad");
        cluster.Judge(endpoint, "bad");
        cluster.Update(new Upstream(cluster.Name, ["http://a:1", "http://b:1"], null));
        Assert.Equal("http://b:1", cluster.Pick()!.Origin);
    }

    [Fact]
    public async Task An_endpoint_is_asked_once_in_an_interval()
    {
        FakeTimeProvider time = new();
        ConcurrentQueue<DateTimeOffset> asked = new();
        await using TestBackend backend = await TestBackend.StartAsync(context =>
        {
            asked.Enqueue(time.GetUtcNow());
            return Task.CompletedTask;
        });
        using ProbedScene scene = new(backend, new HealthCheck("/healthz") { Interval = TimeSpan.FromMinutes(10), Timeout = TimeSpan.FromHours(10) }, time);
        await scene.Probing.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return asked.Count == 3;
        }, "it is asked three times");
        await scene.Probing.StopAsync(Cancellation);
        // A question takes its time to arrive, and the clock goes on meanwhile.
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromMinutes(5), TimeSpan.MaxValue));
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_unhealthy_and_is_left_alone_when_its_route_goes()
    {
        FakeTimeProvider time = new();
        ConcurrentQueue<TaskCompletionSource> left = new();
        await using TestBackend silent = await TestBackend.StartAsync(async context =>
        {
            TaskCompletionSource visitorLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(visitorLeft.SetResult);
            left.Enqueue(visitorLeft);
            await visitorLeft.Task;
        });
        using ProbedScene scene = new(silent, new HealthCheck("/healthz") { Interval = TimeSpan.FromMinutes(1), Timeout = TimeSpan.FromHours(10) }, time);
        await scene.Probing.StartAsync(Cancellation);
        await Eventually.HoldsAsync(() =>
        {
            if (left.IsEmpty)
                time.Advance(TimeSpan.FromSeconds(1));
            return left.Count == 1;
        }, "it is asked");
        for (int asked = 1; asked <= 2; asked++)
        {
            Assert.True(scene.Cluster.HasEndpoint);
            time.Advance(TimeSpan.FromHours(10));
            await left.Last().Task.WaitAsync(Cancellation);
            await Eventually.HoldsAsync(() => left.Count == asked + 1, "it is asked again");
        }

        Assert.Equal($"every endpoint of '{scene.Cluster.Name}' is unhealthy: 127.0.0.1:{silent.Port}: GET /healthz: no answer in time", scene.Cluster.Fault);
        scene.Directory.Keep(new HashSet<UpstreamCluster>());
        scene.Directory.Stir();
        await left.Last().Task.WaitAsync(Cancellation);
        await scene.Probing.StopAsync(Cancellation);
        Assert.Equal(3, silent.Requests.Count);
    }

    // 302 leads elsewhere, where nobody is to ask.
    private static Task<TestBackend> StartAsync(StrongBox<int> status) => TestBackend.StartAsync(context =>
    {
        if (context.Request.Path == "/healthz")
            (context.Response.StatusCode, context.Response.Headers.Location) = (status.Value, "/elsewhere");
        return Task.CompletedTask;
    });

    private sealed class ProbedScene : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

        public ProbedScene(TestBackend backend, HealthCheck health, TimeProvider time)
        {
            Directory = new UpstreamDirectory(new ConnectGuard(DestinationRules.Open), (_, _) => new SecretLookup.Missing("none"), time);
            Probing = new HealthProbing(Directory, _services.GetRequiredService<IMeterFactory>(), time, NullLogger<HealthProbing>.Instance);
            ServiceReference reference = new ServiceReference.Origin(backend.Address);
            Cluster = Directory.Of(reference, UpstreamPolicy.Default with { Health = health });
            Directory.Keep(new HashSet<UpstreamCluster> { Cluster });
            Cluster.Update(new Upstream(Cluster.Name, [reference.ToString()], null));
        }

        public UpstreamDirectory Directory { get; }

        public HealthProbing Probing { get; }

        public UpstreamCluster Cluster { get; }

        public void Dispose()
        {
            Probing.Dispose();
            Directory.Dispose();
            _services.Dispose();
        }
    }

    private sealed class StrongBox<T>(T value)
    {
        public T Value { get; set; } = value;
    }
}
