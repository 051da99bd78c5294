using CsCheck;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class RouteUpstreamsTests : IDisposable
{
    private readonly UpstreamClient _client = new(() => new SocketsHttpHandler(), TimeProvider.System);
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _client.Leave();

    [Fact]
    public void Of_every_round_of_as_many_requests_as_the_weights_sum_up_to_each_gets_exactly_its_weight() =>
        Gen.Int[0, 40].Array[1, 8].Where(weights => weights.Sum() > 0).Sample(weights =>
        {
            RouteUpstreams upstreams = Of(weights);
            for (int round = 0; round < 3; round++)
                Assert.Equal(weights, Count(upstreams, weights.Sum()));
        }, iter: 300);

    [Fact]
    public void An_upstream_without_endpoints_gives_its_share_to_the_others_and_takes_it_back() =>
        Gen.Select(Gen.Int[1, 30].Array[2, 6], Gen.Int[0, 5]).Sample((weights, away) =>
        {
            away %= weights.Length;
            RouteUpstreams upstreams = Of(weights);
            Count(upstreams, 7);
            UpstreamCluster gone = upstreams.All[away].Cluster;
            gone.Update(new Upstream(gone.Name, [], "it is away"));
            int rest = weights.Sum() - weights[away];
            int[] counted = Count(upstreams, 100 * rest);
            Assert.Equal(0, counted[away]);
            Assert.All(weights.Index().Where(weight => weight.Index != away), weight => Assert.InRange(counted[weight.Index], (100 * weight.Item) - weights.Sum(), (100 * weight.Item) + weights.Sum()));
            gone.Update(new Upstream(gone.Name, ["http://back:1"], null));
            Assert.InRange(Count(upstreams, 100 * weights.Sum())[away], (100 * weights[away]) - weights.Sum(), (100 * weights[away]) + weights.Sum());
        }, iter: 200);

    [Fact]
    public void Turns_are_spread_and_not_in_rows()
    {
        RouteUpstreams upstreams = Of(5, 1, 1);
        Assert.Equal("0010200", string.Concat(Enumerable.Range(0, 7).Select(_ => upstreams.Pick()!.Origin[7])));
    }

    [Fact]
    public void An_upstream_whose_only_endpoint_has_just_failed_is_passed_over_for_a_while()
    {
        RouteUpstreams upstreams = Of(9, 1);
        upstreams.All[0].Cluster.Endpoints[0].Failed(_time);
        Assert.Equal([0, 10], Count(upstreams, 10));
        upstreams.All[1].Cluster.Endpoints[0].Failed(_time);
        Assert.Equal(10, Count(upstreams, 10).Sum());
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.InRange(Count(upstreams, 10)[0], 8, 10);
    }

    [Fact]
    public void After_a_failure_another_endpoint_of_the_same_upstream_comes_first_then_another_upstream()
    {
        RouteUpstreams upstreams = Of(1, 1);
        UpstreamCluster first = upstreams.All[0].Cluster;
        first.Update(new Upstream(first.Name, ["http://0a:1", "http://0b:1"], null));
        UpstreamEndpoint failed = first.Endpoints[0], other = first.Endpoints[1];
        failed.Failed(_time);
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Same(other, upstreams.Pick(failed)));
        other.Failed(_time);
        Assert.Same(upstreams.All[1].Cluster.Endpoints[0], upstreams.Pick(failed));
    }

    [Fact]
    public void One_with_a_weight_of_0_gets_nothing_even_when_all_others_are_away()
    {
        RouteUpstreams upstreams = Of(1, 0);
        UpstreamCluster gone = upstreams.All[0].Cluster;
        gone.Update(new Upstream(gone.Name, [], "it is away"));
        Assert.Null(upstreams.Pick());
        Assert.Equal("it is away", upstreams.Fault);
    }

    [Fact]
    public async Task Who_waits_hears_of_a_change_of_any_of_them()
    {
        RouteUpstreams upstreams = Of(1, 1, 1);
        for (int i = 0; i < 3; i++)
        {
            Task changed = upstreams.Changed;
            Assert.Same(changed, upstreams.Changed);
            Assert.False(changed.IsCompleted);
            upstreams.All[i].Cluster.Update(new Upstream("n", [], "it is away"));
            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null(upstreams.Pick());
    }

    private RouteUpstreams Of(params int[] weights) => new([.. weights.Index().Select(weight =>
    {
        UpstreamCluster cluster = new(new ServiceReference.Port("default", $"s{weight.Index}", "80"), UpstreamPolicy.Default, _client, _time);
        cluster.Update(new Upstream(cluster.Name, [$"http://{weight.Index}:1"], null));
        return new UpstreamShare(cluster, weight.Item);
    })]);

    private static int[] Count(RouteUpstreams upstreams, int requests)
    {
        int[] counts = new int[upstreams.All.Length];
        for (int i = 0; i < requests; i++)
            counts[Array.IndexOf([.. upstreams.All.Select(share => share.Cluster)], upstreams.Pick()!.Cluster)]++;
        return counts;
    }
}
