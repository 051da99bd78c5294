using EdgeStack.Gateway.Upstreams;

namespace EdgeStack.Gateway.Tests.Upstreams;

public sealed class HeldRequestsTests
{
    [Fact]
    public void Places_are_bounded_for_one_upstream_and_in_total_and_come_back()
    {
        HeldRequests held = new();
        string[] upstreams = ["default/a:80", "default/b:80", "default/c:80"];
        int[] places = [.. upstreams.Select(upstream => Enumerable.Range(0, HeldRequests.Most).Count(_ => held.TryEnter(upstream)))];
        Assert.Equal([HeldRequests.MostOfOneUpstream, HeldRequests.Most - HeldRequests.MostOfOneUpstream, 0], places);
        held.Leave(upstreams[0]);
        Assert.True(held.TryEnter(upstreams[2]));
        Assert.False(held.TryEnter(upstreams[0]));
        Assert.Equal(HeldRequests.Most, held.Count);
    }
}
