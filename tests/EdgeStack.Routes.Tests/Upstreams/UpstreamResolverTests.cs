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

    [Fact]
    public void Terminating_endpoints_that_serve_stand_in_while_none_is_ready()
    {
        BackendEndpoints leaving = new("default", "blog", "s", [new EndpointGroup([new BackendPort("web", 3000)], []) { TerminatingAddresses = ["10.42.0.5"] }]);
        Assert.Equal(["http://10.42.0.5:3000"], Resolve("web", Blog, leaving).Endpoints);
        Assert.Equal(["http://10.42.0.7:3000", "http://10.42.0.8:3000"], Resolve("web", Blog, leaving, Ready).Endpoints);
    }

    [Fact]
    public void Slices_may_name_their_ports_and_numbers_differently()
    {
        BackendEndpoints other = new("default", "blog", "t", [new EndpointGroup([new BackendPort("web", 4000), new BackendPort("metrics", 9100)], ["10.42.0.9"])]);
        BackendEndpoints foreign = new("default", "blog", "u", [new EndpointGroup([new BackendPort("http", 5000)], ["10.42.0.10"])]);
        Assert.Equal(["http://10.42.0.7:3000", "http://10.42.0.8:3000", "http://10.42.0.9:4000"], Resolve("web", Blog, Ready, other, foreign).Endpoints);
    }

    [Fact]
    public void A_headless_service_without_ports_takes_the_number_as_the_pods_own()
    {
        BackendService headless = new("default", "blog", []);
        BackendEndpoints pods = new("default", "blog", "s", [new EndpointGroup([], ["10.42.0.7"])]);
        Assert.Equal(["http://10.42.0.7:8080"], Resolve("8080", headless, pods).Endpoints);
        Assert.Equal("Service 'default/blog' has no port 'web'", Resolve("web", headless, pods).Fault);
    }

    [Theory]
    [InlineData("443", "https://far.example:443")]
    [InlineData("8080", "http://far.example:8080")]
    [InlineData("https-api", "https://far.example:9443")]
    public void A_service_that_stands_for_a_name_leads_there(string port, string origin)
    {
        BackendService far = new("default", "blog", [new BackendPort("https-api", 9443)]) { ExternalName = "far.example." };
        Assert.Equal([origin], Resolve(port, far).Endpoints);
        Assert.Contains("has no port 'api'", Resolve("api", far).Fault, StringComparison.Ordinal);
        Assert.Contains("is not a host name", Resolve(port, far with { ExternalName = "a/b" }).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_a_cluster_need_the_operators_permission_and_those_of_files_do_not()
    {
        DestinationRules rules = new() { AllowsUrls = static _ => false };
        BackendService far = new("default", "blog", []) { ExternalName = "far.example", FromCluster = true };
        BackendEndpoints names = new("default", "blog", "s", [new EndpointGroup([new BackendPort("web", 80)], ["far.example"])]) { FromCluster = true };
        Assert.Contains("upstreams.urlNamespaces: [default]", Resolve("80", far, rules).Fault, StringComparison.Ordinal);
        Assert.Contains("upstreams.urlNamespaces: [default]", Resolve("web", Blog, rules, names).Fault, StringComparison.Ordinal);
        Assert.Null(Resolve("80", far with { FromCluster = false }, rules).Fault);
    }

    [Fact]
    public void Refused_endpoints_are_left_out_and_the_reason_is_given_when_none_is_left()
    {
        BackendEndpoints mixed = new("default", "blog", "s", [new EndpointGroup([new BackendPort("web", 80)], ["169.254.169.254", "10.42.0.7"])]) { FromCluster = true };
        Assert.Equal(["http://10.42.0.7:80"], Resolve("web", Blog, new DestinationRules(), mixed).Endpoints);
        DestinationRules own = new() { IsOwn = static (address, port) => port == 80 };
        Assert.Equal("every endpoint of Service 'default/blog' is refused: 169.254.169.254:80 is a listener of the gateway itself", Resolve("web", Blog, own, mixed with { FromCluster = false }).Fault);
    }

    private static Upstream Resolve(string port, BackendService? service, DestinationRules rules, params BackendEndpoints[] endpoints) =>
        UpstreamResolver.Resolve(new ServiceReference.Port("default", "blog", port), service, endpoints, rules);

    private static Upstream Resolve(string port, BackendService? service, params BackendEndpoints[] endpoints) =>
        UpstreamResolver.Resolve(new ServiceReference.Port("default", "blog", port), service, endpoints);
}
