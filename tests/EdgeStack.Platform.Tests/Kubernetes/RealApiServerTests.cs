using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;
using EdgeStack.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>The same against a real API server, where there is one: certificates, versions and events are not ours here.</summary>
public sealed class RealApiServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Config_maps_are_listed_and_watched()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        await cluster.CreateAsync("configmaps", ConfigMap("before", "here"));
        using KubernetesApi api = Connect(cluster.Kubeconfig);
        await using IAsyncEnumerator<Change<ConfigMap>> changes = Watch(api, Resources.ConfigMaps, cluster, "kube-test=mine");

        Assert.Equal("here", Assert.Single((await NextAsync<ConfigMap, Change<ConfigMap>.Listed>(changes)).Items).Data["key"]);

        await cluster.CreateAsync("configmaps", ConfigMap("one", "first"));
        ConfigMap one = (await NextAsync<ConfigMap, Change<ConfigMap>.Upserted>(changes)).Item;
        Assert.Equal((cluster.Namespace, "one", "first"), (one.Meta.Namespace, one.Meta.Name, one.Data["key"]));
        Assert.NotEmpty(one.Meta.Uid);
        Assert.NotNull(one.Meta.Created);

        await cluster.ReplaceAsync("configmaps", "one", ConfigMap("one", "second"));
        ConfigMap changed = (await NextAsync<ConfigMap, Change<ConfigMap>.Upserted>(changes)).Item;
        Assert.Equal(("second", one.Meta.Uid), (changed.Data["key"], changed.Meta.Uid));
        Assert.NotEqual(one.Meta.ResourceVersion, changed.Meta.ResourceVersion);

        await cluster.DeleteAsync("configmaps", "one");
        Assert.Equal("one", (await NextAsync<ConfigMap, Change<ConfigMap>.Deleted>(changes)).Item.Meta.Name);
    }

    [Fact]
    public async Task Of_two_changes_of_the_same_lease_one_counts()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        using KubernetesApi api = Connect(cluster.Kubeconfig);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Assert.IsType<LeaseAnswer.Absent>(await api.ReadLeaseAsync(cluster.Namespace, "one", cancellation));
        DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        Lease wanted = new() { Namespace = cluster.Namespace, Name = "one", Holder = "a", Duration = TimeSpan.FromSeconds(60), Acquired = now, Renewed = now };

        Lease made = Assert.IsType<LeaseAnswer.Found>(await api.WriteLeaseAsync(wanted, cancellation)).Lease;
        Assert.Equal(wanted with { Version = made.Version }, made);
        Assert.IsType<LeaseAnswer.Conflict>(await api.WriteLeaseAsync(wanted, cancellation));

        Lease taken = Assert.IsType<LeaseAnswer.Found>(await api.WriteLeaseAsync(made with { Holder = "b", Transitions = 1 }, cancellation)).Lease;
        Assert.IsType<LeaseAnswer.Conflict>(await api.WriteLeaseAsync(made with { Holder = "c" }, cancellation));
        Assert.Equal(taken, Assert.IsType<LeaseAnswer.Found>(await api.ReadLeaseAsync(cluster.Namespace, "one", cancellation)).Lease);

        Lease free = Assert.IsType<LeaseAnswer.Found>(await api.WriteLeaseAsync(taken with { Holder = "", Duration = TimeSpan.FromSeconds(1) }, cancellation)).Lease;
        Assert.Equal(("", 1), (free.Holder, free.Transitions));
    }

    [Fact]
    public async Task Services_and_endpoints_are_read()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        using KubernetesApi api = Connect(cluster.Kubeconfig);
        await using IAsyncEnumerator<Change<ServiceEndpoints>> endpoints = Watch(api, Resources.Endpoints, cluster, null);
        await using IAsyncEnumerator<Change<Service>> services = Watch(api, Resources.Services, cluster, null);
        Assert.Empty((await NextAsync<ServiceEndpoints, Change<ServiceEndpoints>.Listed>(endpoints)).Items);
        Assert.Empty((await NextAsync<Service, Change<Service>.Listed>(services)).Items);

        await cluster.CreateAsync("endpoints", Endpoints("10.1.2.3"));
        ServiceEndpoints first = (await NextAsync<ServiceEndpoints, Change<ServiceEndpoints>.Upserted>(endpoints)).Item;
        Assert.Equal("shop", first.ServiceName);
        Assert.Equal(new("10.1.2.3", true, true, false, null), Assert.Single(first.Groups[0].Addresses));
        Assert.Equal(new("http", 8080), Assert.Single(first.Groups[0].Ports));

        await cluster.ReplaceAsync("endpoints", "shop", Endpoints("10.1.2.4"));
        ServiceEndpoints second = (await NextAsync<ServiceEndpoints, Change<ServiceEndpoints>.Upserted>(endpoints)).Item;
        Assert.Equal("10.1.2.4", second.Groups[0].Addresses[0].Address);

        await cluster.DeleteAsync("endpoints", "shop");
        await NextAsync<ServiceEndpoints, Change<ServiceEndpoints>.Deleted>(endpoints);

        await cluster.CreateAsync("services", Service());
        Service service = (await NextAsync<Service, Change<Service>.Upserted>(services)).Item;
        Assert.True(service.Headless);
        Assert.Equal(new("http", 80, "web", null, "TCP"), Assert.Single(service.Ports));
    }

    [Fact]
    public async Task Discovery_tells_whether_there_are_endpoint_slices()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        using KubernetesApi api = Connect(cluster.Kubeconfig);
        CancellationToken stop = TestContext.Current.CancellationToken;

        Assert.True(await api.ServesAsync("v1", "endpoints", stop));
        if (await api.ServesAsync("discovery.k8s.io/v1", "endpointslices", stop))
            return;

        // Kubernetes before 1.21, as the shared test cluster: the watch says so in words.
        await using IAsyncEnumerator<Change<ServiceEndpoints>> slices = Watch(api, Resources.EndpointSlices, cluster, null);
        WatchFault fault = (await NextAsync<ServiceEndpoints, Change<ServiceEndpoints>.Interrupted>(slices)).Fault;
        Assert.Equal(WatchFaultReason.NotServed, fault.Reason);
    }

    [Fact]
    public async Task Where_the_server_listens_is_learnt_with_and_without_a_role()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        using TemporaryFolder folder = new();
        using KubernetesApi admin = Connect(cluster.Kubeconfig), stranger = Connect(await cluster.WriteStrangerAsync(folder.Path));
        CancellationToken stop = TestContext.Current.CancellationToken;

        ServiceEndpoints told = await admin.ReadServerEndpointsAsync(stop), answering = await stranger.ReadServerEndpointsAsync(stop);

        Assert.NotEmpty(told.Meta.Uid); // the endpoints themselves
        Assert.Empty(answering.Meta.Uid);
        Assert.Contains(Addresses(answering).Single(), Addresses(told));

        static IEnumerable<string> Addresses(ServiceEndpoints endpoints) =>
            endpoints.Groups.SelectMany(group => group.Addresses.Select(address => $"{address.Address}:{group.Ports.Single(port => port.Name == "https").Port}"));
    }

    [Fact]
    public async Task A_version_from_the_distant_past_is_answered_with_a_new_list()
    {
        await using RealCluster cluster = await RealCluster.OpenAsync();
        await cluster.CreateAsync("configmaps", ConfigMap("one", "here"));
        ClusterAccess access = ClusterAccess.Read(new() { Kubeconfig = cluster.Kubeconfig });
        using ApiConnection connection = new(access, () => throw new KubernetesApiException("once"), TimeProvider.System);
        ApiRequest request = Resources.ConfigMaps.Request("watch", cluster.Namespace).With("watch", "true").With("resourceVersion", "1");
        using WatchStream<ConfigMap> stream = new(connection, Resources.ConfigMaps, request, TestContext.Current.CancellationToken);

        WatchSignal<ConfigMap> signal = await stream.NextAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        if (signal is WatchSignal<ConfigMap>.Opened)
            signal = await stream.NextAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        // A young server still remembers everything.
        Assert.True(signal is WatchSignal<ConfigMap>.Failed { Failure.Expired: true } or WatchSignal<ConfigMap>.Changed, signal.ToString());
    }

    [Fact]
    public async Task A_certificate_for_another_address_is_not_trusted()
    {
        string kubeconfig = RealCluster.Find();
        using KubernetesApi rightly = Connect(kubeconfig);
        Assert.SkipUnless(
            rightly.Server.Host == "127.0.0.1",
            "The cluster is not on this machine, so it has no second address that its certificate does not name.");
        string elsewhere = Path.GetTempFileName();
        string text = await File.ReadAllTextAsync(kubeconfig, TestContext.Current.CancellationToken);
        text = text.Replace("127.0.0.1", "127.0.0.2", StringComparison.Ordinal);
        await File.WriteAllTextAsync(elsewhere, text, TestContext.Current.CancellationToken);
        using KubernetesApi api = Connect(elsewhere);

        KubernetesApiException refusal = await Assert.ThrowsAsync<KubernetesApiException>(
            () => api.ServesAsync("v1", "configmaps", TestContext.Current.CancellationToken));

        Assert.Equal(WatchFaultReason.Tls, refusal.Fault!.Reason);
        File.Delete(elsewhere);
    }

    private static KubernetesApi Connect(string kubeconfig) =>
        KubernetesApi.Connect(new() { Kubeconfig = kubeconfig }, TimeProvider.System, NullLoggerFactory.Instance);

    private static IAsyncEnumerator<Change<T>> Watch<T>(
        KubernetesApi api, Resource<T> resource, RealCluster cluster, string? labelSelector) =>
        api.WatchAsync(resource, cluster.Namespace, labelSelector, TestContext.Current.CancellationToken).GetAsyncEnumerator();

    private static async Task<TChange> NextAsync<T, TChange>(IAsyncEnumerator<Change<T>> changes)
        where TChange : Change<T>
    {
        Assert.True(await changes.MoveNextAsync().AsTask().WaitAsync(Patience));
        return Assert.IsType<TChange>(changes.Current);
    }

    private static JsonObject ConfigMap(string name, string value) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kube-test"] = "mine" } },
        ["data"] = new JsonObject { ["key"] = value },
    };

    private static JsonObject Endpoints(string address) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "shop" },
        ["subsets"] = new JsonArray(new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["ip"] = address }),
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 8080 }),
        }),
    };

    private static JsonObject Service() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "front" },
        ["spec"] = new JsonObject
        {
            ["clusterIP"] = "None",
            ["selector"] = new JsonObject { ["app"] = "nobody" },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "web" }),
        },
    };
}
