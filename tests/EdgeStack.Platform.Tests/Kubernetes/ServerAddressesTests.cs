using EdgeStack.Kubernetes;
using EdgeStack.Testing;

namespace EdgeStack.Platform.Tests.Kubernetes;

public sealed class ServerAddressesTests
{
    [Fact]
    public async Task Every_server_of_a_cluster_stands_in_the_endpoints_of_its_own_service()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertEndpoints("default", "kubernetes", "https", 6443, ["192.0.2.1", "192.0.2.2"]);

        Assert.Equal(["192.0.2.1:6443", "192.0.2.2:6443"], await AddressesAsync(scene));
    }

    [Theory]
    [InlineData("192.0.2.7:6443", "192.0.2.7:6443")]
    [InlineData("[2001:db8::7]:6443", "2001:db8::7:6443")]
    [InlineData("k3s.home", "k3s.home:443")]
    public async Task Without_a_role_the_server_that_answers_says_where_it_is(string written, string expected)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, 403, verb: "get", plural: "endpoints");
        scene.Server.ServerAddress = written;

        Assert.Equal([expected], await AddressesAsync(scene));
    }

    [Fact]
    public async Task Where_both_are_forbidden_the_role_that_helps_is_named()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(2, 403, verb: "get");

        KubernetesApiException refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => AddressesAsync(scene));

        Assert.Equal(WatchFaultReason.Forbidden, refusal.Fault?.Reason);
        Assert.Contains("bind a Role in namespace \"default\" with verb get on resources [endpoints], resourceNames [kubernetes]", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"kind\": \"APIVersions\" }")]
    [InlineData("{ \"serverAddressByClientCIDRs\": [ { \"serverAddress\": \"not an address\" }, 7 ] }")]
    public async Task A_server_that_names_no_address_has_none(string answer)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.AnswerNextWith(answer, "get", "");

        Assert.Empty(await AddressesAsync(scene));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{ \"subsets\": 7 }")]
    public async Task An_answer_that_is_none_is_a_fault(string answer)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.AnswerNextWith(answer, "get", "endpoints");

        KubernetesApiException refusal = await Assert.ThrowsAsync<KubernetesApiException>(() => AddressesAsync(scene));

        Assert.Equal(WatchFaultReason.Unreadable, refusal.Fault?.Reason);
    }

    private static async Task<string[]> AddressesAsync(WatchScene scene)
    {
        ServiceEndpoints own = await scene.Client.ReadServerEndpointsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("default", "kubernetes"), (own.Meta.Namespace, own.ServiceName));
        return [.. own.Groups.SelectMany(group => group.Addresses.SelectMany(address => group.Ports.Select(port => $"{address.Address}:{port.Port}")))];
    }
}
