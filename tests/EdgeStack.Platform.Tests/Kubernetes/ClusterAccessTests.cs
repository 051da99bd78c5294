using EdgeStack.Kubernetes;
using k8s;

namespace EdgeStack.Platform.Tests.Kubernetes;

public sealed class ClusterAccessTests
{
    [Fact]
    public void The_connection_that_stays_with_one_server_is_the_only_one_and_is_not_closed_by_us_however_seldom_it_is_used()
    {
        using SocketsHttpHandler handler = ClusterAccess.SameServerHandler(new KubernetesClientConfiguration { Host = "https://192.0.2.1:6443" });
        Assert.Equal((1, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), (handler.MaxConnectionsPerServer, handler.PooledConnectionIdleTimeout, handler.PooledConnectionLifetime));
    }
}
