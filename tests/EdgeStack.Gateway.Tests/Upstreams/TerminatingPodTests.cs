using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Gateway.Tests.Upstreams;

/// <summary>Pods that are deleted while requests come.</summary>
public sealed class TerminatingPodTests
{
    private const int Deletions = 8, Visitors = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UP_07_pods_that_are_deleted_one_after_the_other_under_load_fail_no_request()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new(), state = new();
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        api.UpsertConfigMap("apps", "blog", new Dictionary<string, string>(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["routes.yaml"] = "routes:\n  - { host: a.example, service: \"blog:80\" }\n" });
        Pod old = await Pod.StartAsync(api, 0), next = await Pod.StartAsync(api, 1);
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) }, StateFolder = state.Path });
        await gateway.EventuallyAnswersAsync("a.example", 200);

        using CancellationTokenSource enough = new();
        ConcurrentQueue<string> failures = new();
        int[] answered = new int[Visitors];
        Task[] load = [.. answered.Select((_, i) => VisitAsync(gateway, i % 2 == 0 ? HttpMethod.Get : HttpMethod.Post, failures, () => Interlocked.Increment(ref answered[i]), enough.Token))];
        for (int i = 2; i < 2 + Deletions; i++)
        {
            // One request is under way in the pod that goes, however the others are spread.
            Task<HttpResponseMessage> slow = SlowOnAsync(gateway, old);
            await Eventually.HoldsAsync(() => old.Slow > 0, "a request is under way there");
            Pod fresh = await Pod.StartAsync(api, i);
            old.Terminate(api);
            await Eventually.HoldsAsync(async () => (await OriginsAsync(gateway)).SetEquals([next.Origin, fresh.Origin]), "the pod gets no more requests");
            // Its preStop is over when nobody is on the way to it any more.
            int[] before = [.. answered];
            await Eventually.HoldsAsync(() => answered.Index().All(visitor => Volatile.Read(ref answered[visitor.Index]) >= before[visitor.Index] + 2), "every visitor has gone on");
            old.Finish();
            await old.EndAsync(api);
            using HttpResponseMessage last = await slow;
            Assert.Equal(200, (int)last.StatusCode);
            (old, next) = (next, fresh);
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        Assert.DoesNotContain(gateway.Log, line => line.TryGetProperty("error", out _) || line.GetProperty("retries").GetInt32() > 0);
        await old.DisposeAsync();
        await next.DisposeAsync();
    }

    [Fact]
    public async Task UP_07_the_last_pod_serves_while_it_terminates_and_what_comes_after_it_is_held_for_the_next_one()
    {
        await using FakeKubeApi api = await FakeKubeApi.StartAsync();
        using TemporaryFolder folder = new(), state = new();
        api.UpsertService("apps", "blog", ("web", 80, "8080"));
        api.UpsertConfigMap("apps", "blog", new Dictionary<string, string>(StringComparer.Ordinal) { ["edgestack.dev/routes"] = "true" },
            new Dictionary<string, string>(StringComparer.Ordinal) { ["routes.yaml"] = "routes:\n  - { host: a.example, service: \"blog:80\", retry: { holdFor: 30s } }\n" });
        Pod only = await Pod.StartAsync(api, 0);
        await using RunningGateway gateway = await RunningGateway.StartAsync(new GatewayOptions { Kubernetes = { Kubeconfig = api.WriteKubeconfig(folder.Path) }, StateFolder = state.Path });
        await gateway.EventuallyAnswersAsync("a.example", 200);
        only.Terminate(api);
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage response = await gateway.GetAsync("a.example");
            Assert.Equal(200, (int)response.StatusCode);
        }

        await only.EndAsync(api);
        await Eventually.HoldsAsync(async () => (await OriginsAsync(gateway)).Count == 0, "there is no pod");
        Task<HttpResponseMessage> held = gateway.GetAsync("a.example");
        await Eventually.HoldsAsync(() => gateway.Held == 1, "a request is held");
        Pod next = await Pod.StartAsync(api, 1);
        using HttpResponseMessage late = await held;
        Assert.Equal(200, (int)late.StatusCode);
        await next.DisposeAsync();
    }

    private static async Task VisitAsync(RunningGateway gateway, HttpMethod method, ConcurrentQueue<string> failures, Action answered, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using HttpRequestMessage request = new(method, gateway.Target("/"));
            if (method == HttpMethod.Post)
                request.Content = new ByteArrayContent(new byte[1000]);
            try
            {
                using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
                string text = await response.Content.ReadAsStringAsync(Cancellation);
                if ((int)response.StatusCode != 200 || text != "hello")
                    failures.Enqueue($"{method} {(int)response.StatusCode}: {text}");
            }
            catch (HttpRequestException fault)
            {
                failures.Enqueue($"{method}: {fault.Message}");
            }

            answered();
        }
    }

    // Asked until it comes to that pod: the others answer at once.
    private static async Task<HttpResponseMessage> SlowOnAsync(RunningGateway gateway, Pod pod)
    {
        while (true)
        {
            HttpResponseMessage response = await gateway.GetAsync("a.example", $"/slow/{pod.Number}");
            if (await response.Content.ReadAsStringAsync(Cancellation) == "slow")
                return response;
            response.Dispose();
        }
    }

    private static async Task<HashSet<string>> OriginsAsync(RunningGateway gateway) =>
        [.. (await gateway.AdminAsync("upstreams")).GetProperty("upstreams")[0].GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("origin").GetString()!)];

    private sealed class Pod : IAsyncDisposable
    {
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TestBackend? _backend;
        private int _slow;

        private Pod(int number) => Number = number;

        public int Number { get; }

        public string Origin => $"http://127.0.0.1:{_backend!.Port}";

        /// <summary>Slow requests that it has begun with.</summary>
        public int Slow => Volatile.Read(ref _slow);

        public static async Task<Pod> StartAsync(FakeKubeApi api, int number)
        {
            Pod pod = new(number);
            pod._backend = await TestBackend.StartAsync(pod.AnswerAsync);
            api.UpsertEndpointSlice("apps", $"blog-{number}", "blog", "web", pod._backend.Port, ["127.0.0.1"]);
            return pod;
        }

        /// <summary>It is deleted: it serves what it gets until its preStop is over.</summary>
        public void Terminate(FakeKubeApi api)
        {
            JsonObject slice = (JsonObject)api.Objects("endpointslices", "apps").First(slice => slice["metadata"]!["name"]!.GetValue<string>() == $"blog-{Number}").DeepClone();
            slice["endpoints"]![0]!["conditions"] = new JsonObject { ["ready"] = false, ["serving"] = true, ["terminating"] = true };
            api.Upsert("endpointslices", slice);
        }

        public void Finish() => _finish.TrySetResult();

        /// <summary>It is gone.</summary>
        public async Task EndAsync(FakeKubeApi api)
        {
            await _backend!.StopAsync();
            api.DeleteEndpointSlice("apps", $"blog-{Number}");
            await DisposeAsync();
        }

        public async ValueTask DisposeAsync() => await _backend!.DisposeAsync();

        private async Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Path != $"/slow/{Number}")
            {
                await context.Response.WriteAsync("hello", context.RequestAborted);
                return;
            }

            Interlocked.Increment(ref _slow);
            await _finish.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("slow", context.RequestAborted);
        }
    }
}
