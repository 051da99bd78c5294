using EdgeStack.Routes.Upstreams;

namespace EdgeStack.Routes.Tests.Upstreams;

public sealed class UpstreamResolverTests
{
    private static readonly BackendService Blog = new("default", "blog", [new BackendPort("web", 8080), new BackendPort("https-admin", 9443)]);

    private static readonly BackendEndpoints Ready = new("default", "blog", "blog",
        [new EndpointGroup([new BackendPort("web", 3000), new BackendPort("https-admin", 3443)], ["10.42.0.8", "10.42.0.7"])]);

    [Theory]
    [InlineData("8080")]
    [InlineData("web")]
    public void A_port_is_found_by_number_and_by_name_and_leads_to_the_target_port(string port) =>
        Assert.Equal(["http://10.42.0.7:3000", "http://10.42.0.8:3000"], Resolve(port, Blog, Ready).Endpoints);

    [Fact]
    public void A_port_named_https_is_spoken_to_with_tls() => Assert.StartsWith("https://", Resolve("9443", Blog, Ready).Endpoints[0], StringComparison.Ordinal);

    [Fact]
    public void An_address_of_version_6_is_bracketed() => Assert.Equal(["http://[fd00::7]:3000"],
        Resolve("web", Blog, new BackendEndpoints("default", "blog", "s", [new EndpointGroup([new BackendPort("web", 3000)], ["fd00::7"])])).Endpoints);

    [Fact]
    public void The_slices_of_a_service_are_joined_without_duplicates()
    {
        BackendEndpoints other = new("default", "blog", "blog-2", [new EndpointGroup([new BackendPort("web", 3000)], ["10.42.0.8", "10.42.0.9"])]);
        Assert.Equal(["http://10.42.0.7:3000", "http://10.42.0.8:3000", "http://10.42.0.9:3000"], Resolve("web", Blog, Ready, other).Endpoints);
    }

    [Fact]
    public void Each_way_of_having_no_endpoint_is_told_apart()
    {
        Assert.Equal("there is no Service 'blog' in namespace 'default'", Resolve("web", null).Fault);
        Assert.Equal("Service 'default/blog' has no port 'wep'; did you mean 'web'?", Resolve("wep", Blog, Ready).Fault);
        Assert.Equal("Service 'default/blog' has no ready endpoint for port 'web'", Resolve("web", Blog).Fault);
        Assert.Null(Resolve("web", Blog, Ready).Fault);
    }

    private static Upstream Resolve(string port, BackendService? service, params BackendEndpoints[] endpoints) =>
        UpstreamResolver.Resolve(new ServiceReference.Port("default", "blog", port), service, endpoints);
}
