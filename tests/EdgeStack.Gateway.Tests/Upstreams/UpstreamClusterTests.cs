using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class UpstreamClusterTests : IDisposable
{
    private readonly UpstreamClient _client = new(() => new SocketsHttpHandler(), TimeProvider.System);
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _client.Leave();

    [Fact]
    public void An_endpoint_that_failed_is_asked_last_for_a_while()
    {
        UpstreamCluster cluster = Cluster("http://a:1", "http://b:1", "http://c:1");
        UpstreamEndpoint failed = cluster.Endpoints[1];
        failed.Failed(_time);
        Assert.DoesNotContain(failed, Picks(cluster));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains(failed, Picks(cluster));
    }

    [Fact]
    public void An_endpoint_that_was_reached_again_is_as_good_as_any()
    {
        UpstreamCluster cluster = Cluster("http://a:1", "http://b:1");
        cluster.Endpoints[0].Failed(_time);
        cluster.Endpoints[0].Reached();
        Assert.Equal(2, Picks(cluster).Count);
    }

    [Fact]
    public void When_all_have_failed_another_one_than_the_last_is_asked()
    {
        UpstreamCluster cluster = Cluster("http://a:1", "http://b:1");
        foreach (UpstreamEndpoint endpoint in cluster.Endpoints)
            endpoint.Failed(_time);
        for (int i = 0; i < 50; i++)
            Assert.Equal(cluster.Endpoints[1], cluster.Pick(cluster.Endpoints[0]));
    }

    [Fact]
    public void The_one_of_two_with_less_to_do_is_asked()
    {
        UpstreamCluster cluster = Cluster("http://a:1", "http://b:1");
        cluster.Endpoints[0].Enter();
        Assert.Equal([cluster.Endpoints[1]], Picks(cluster));
    }

    [Fact]
    public void Endpoints_that_stay_keep_what_is_known_of_them_and_waiters_hear_of_a_change()
    {
        UpstreamCluster cluster = Cluster("http://a:1");
        UpstreamEndpoint stays = cluster.Endpoints[0];
        Task changed = cluster.Changed;
        cluster.Update(new Upstream("n", ["http://a:1"], null));
        Assert.False(changed.IsCompleted);
        cluster.Update(new Upstream("n", ["http://0:1", "http://a:1"], null));
        Assert.True(changed.IsCompleted);
        Assert.Same(stays, cluster.Endpoints[1]);
    }

    private UpstreamCluster Cluster(params string[] origins)
    {
        UpstreamCluster cluster = new(new ServiceReference.Port("default", "web", "80"), UpstreamPolicy.Default, _client, _time);
        cluster.Update(new Upstream("default/web:80", [.. origins], null));
        return cluster;
    }

    private static HashSet<UpstreamEndpoint> Picks(UpstreamCluster cluster) => [.. Enumerable.Range(0, 200).Select(_ => cluster.Pick()!)];
}
