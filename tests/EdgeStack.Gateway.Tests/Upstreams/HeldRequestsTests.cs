using EdgeStack.Gateway.Upstreams;
using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class HeldRequestsTests
{
    [Fact]
    public void Places_are_bounded_for_one_upstream_and_in_total_and_come_back()
    {
        HeldRequests held = new();
        using SocketsHttpHandler handler = new();
        UpstreamCluster[] clusters = [.. Enumerable.Range(0, 3).Select(i => new UpstreamCluster(
            new ServiceReference.Port("default", $"s{i}", "80"), UpstreamPolicy.Default, handler, TimeProvider.System))];
        int[] places = [.. clusters.Select(cluster => Enumerable.Range(0, HeldRequests.Most).Count(_ => held.TryEnter(cluster)))];
        Assert.Equal([HeldRequests.MostOfOneUpstream, HeldRequests.Most - HeldRequests.MostOfOneUpstream, 0], places);
        held.Leave(clusters[0]);
        Assert.True(held.TryEnter(clusters[2]));
        Assert.False(held.TryEnter(clusters[0]));
        Assert.Equal(HeldRequests.Most, held.Count);
    }
}
