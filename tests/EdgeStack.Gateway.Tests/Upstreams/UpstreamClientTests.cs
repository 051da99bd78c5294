using EdgeStack.Gateway.Upstreams;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class UpstreamClientTests
{
    [Fact]
    public void A_pool_ends_with_the_last_who_uses_it_and_a_late_request_gets_one_of_its_own()
    {
        UpstreamClient client = new(() => new SocketsHttpHandler(), TimeProvider.System);
        Assert.Same(client, client.Enter());
        client.Leave();
        Assert.False(client.HasEnded);
        client.Leave();
        Assert.True(client.HasEnded);
        UpstreamClient late = client.Enter();
        Assert.NotSame(client, late);
        Assert.False(late.HasEnded);
        late.Leave();
        Assert.True(late.HasEnded);
    }

    [Fact]
    public async Task A_pool_that_no_route_uses_any_more_ends_without_cutting_the_request_under_way()
    {
        SemaphoreSlim go = new(0);
        await using TestBackend backend = await TestBackend.StartAsync(context => go.WaitAsync(context.RequestAborted));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, ", timeouts: { connect: 1s }")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        UpstreamClient before = gateway.Routes.Targets[0].Upstreams!.Client;
        Task<HttpResponseMessage> waiting = gateway.GetAsync("a.example");
        await Eventually.HoldsAsync(() => !backend.Requests.IsEmpty, "the request is under way");
        for (int seconds = 2; seconds < 5; seconds++)
        {
            long revision = gateway.Routes.Revision;
            folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend, $", timeouts: {{ connect: {seconds}s }}")));
            UpstreamClient last = gateway.Routes.Targets[0].Upstreams!.Client;
            await Eventually.HoldsAsync(() => gateway.Routes.Revision > revision, "a new table serves");
            Assert.NotSame(last, gateway.Routes.Targets[0].Upstreams!.Client);
            Assert.Equal(last != before, last.HasEnded);
        }

        go.Release();
        Assert.Equal(200, (int)(await waiting).StatusCode);
        await Eventually.HoldsAsync(() => before.HasEnded, "the first pool has ended");
    }
}
