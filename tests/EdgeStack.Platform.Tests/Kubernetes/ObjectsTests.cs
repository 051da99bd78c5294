using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>From what the server writes to our records.</summary>
public sealed class ObjectsTests
{
    [Fact]
    public async Task Services_have_type_ports_and_names()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertService("web", "a-plain", ("http", 80, "8080"), ("metrics", 9090, "prom"));
        scene.Server.UpsertHeadlessService("web", "b-headless", ("", 80, "80"));
        scene.Server.UpsertExternalNameService("web", "c-external", "db.example.com");

        Service[] services = await scene.Watch(Resources.Services).ListedAsync();

        Assert.Equal([new("http", 80, "8080", null, "TCP"), new("metrics", 9090, "prom", null, "TCP")], services[0].Ports);
        Assert.Equal(("ClusterIP", false, (string?)null), (services[0].Type, services[0].Headless, services[0].ExternalName));
        Assert.True(services[1].Headless);
        Assert.Equal(("ExternalName", "db.example.com"), (services[2].Type, services[2].ExternalName));
        Assert.Empty(services[2].Ports);
    }

    [Fact]
    public async Task Endpoints_become_groups_of_addresses_with_the_same_ports()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertEndpoints("web", "shop", "http", 8080, ["10.42.0.7"], ["10.42.0.8"]);
        scene.Server.UpsertEndpoints("web", "vacant", "http", 8080, []);

        ServiceEndpoints[] endpoints = await scene.Watch(Resources.Endpoints).ListedAsync();

        Assert.Equal("shop", endpoints[0].ServiceName);
        EndpointGroup group = Assert.Single(endpoints[0].Groups);
        Assert.Equal([new("http", 8080)], group.Ports);
        Assert.Equal(
            [new("10.42.0.7", true, true, false, "pod-10-42-0-7"), new("10.42.0.8", false, false, false, "pod-10-42-0-8")],
            group.Addresses);
        Assert.Empty(endpoints[1].Groups);
    }

    [Fact]
    public async Task Slices_of_both_address_types_belong_to_the_same_service()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertEndpointSlice("web", "shop-4", "shop", "http", 8080, ["10.42.0.7"], ["10.42.0.8"]);
        scene.Server.UpsertEndpointSlice("web", "shop-6", "shop", "http", 8080, ["fd00::7"], addressType: "IPv6");

        ServiceEndpoints[] slices = await scene.Watch(Resources.EndpointSlices).ListedAsync();

        Assert.All(slices, slice => Assert.Equal("shop", slice.ServiceName));
        Assert.Equal(["IPv4", "IPv6"], slices.Select(slice => slice.AddressType));
        Assert.Equal([true, false], slices[0].Groups[0].Addresses.Select(address => address.Ready));
        Assert.Equal("fd00::7", Assert.Single(slices[1].Groups[0].Addresses).Address);
    }

    [Theory]
    [InlineData("{}", true, true, false)]
    [InlineData("""{"ready":null,"serving":null,"terminating":null}""", true, true, false)]
    [InlineData("""{"ready":false}""", false, false, false)]
    [InlineData("""{"ready":false,"serving":true,"terminating":true}""", false, true, true)]
    public async Task Missing_conditions_of_a_slice_mean_what_the_API_says(string conditions, bool ready, bool serving, bool terminating)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.Upsert("endpointslices", new()
        {
            ["metadata"] = new JsonObject { ["name"] = "loose", ["namespace"] = "web" },
            ["addressType"] = "FQDN",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = null, ["port"] = 80 }, new JsonObject { ["name"] = "any" }),
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["addresses"] = new JsonArray("a.example.com"),
                ["conditions"] = JsonNode.Parse(conditions),
            }),
        });

        ServiceEndpoints slice = Assert.Single(await scene.Watch(Resources.EndpointSlices).ListedAsync());

        Assert.Equal(("", "FQDN"), (slice.ServiceName, slice.AddressType));
        Assert.Equal([new("", 80)], slice.Groups[0].Ports);
        Assert.Equal([new("a.example.com", ready, serving, terminating, null)], slice.Groups[0].Addresses);
    }
}
