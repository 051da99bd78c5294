using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;
using EdgeStack.Testing;

namespace EdgeStack.Platform.Tests.Kubernetes;

public sealed class WatchTests
{
    private static readonly Dictionary<string, string> Wanted = new(StringComparer.Ordinal) { ["app"] = "shop" };
    private static readonly Dictionary<string, string> Data = new(StringComparer.Ordinal) { ["key"] = "v" };

    [Fact]
    public async Task Starts_with_everything_that_is_there()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertConfigMap("web", "one", Wanted, Data);
        scene.UpsertConfigMap("two");

        ConfigMap[] listed = await scene.WatchConfigMaps().ListedAsync();

        Assert.Equal(["one", "two"], listed.Select(item => item.Meta.Name));
        Assert.Equal("v", listed[0].Data["key"]);
        Assert.Equal("shop", listed[0].Meta.Labels["app"]);
        Assert.Equal("web", listed[0].Meta.Namespace);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 12, 0, 0, TimeSpan.Zero), listed[0].Meta.Created);
        Assert.Empty(listed[0].Meta.Annotations);
    }

    [Fact]
    public async Task Tells_what_is_created_changed_and_deleted()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        Assert.Empty(await changes.ListedAsync());

        scene.UpsertConfigMap("one", "first");
        Assert.Equal("first", (await changes.UpsertedAsync()).Data["key"]);
        scene.UpsertConfigMap("one", "second");
        Assert.Equal("second", (await changes.UpsertedAsync()).Data["key"]);
        scene.Server.DeleteConfigMap("web", "one");
        Assert.Equal("one", (await changes.NextAsync<Change<ConfigMap>.Deleted>()).Item.Meta.Name);
    }

    [Fact]
    public async Task A_label_selector_limits_list_and_watch_and_an_object_that_stops_matching_is_deleted()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.UpsertConfigMap("web", "mine", Wanted, Data);
        scene.Server.UpsertConfigMap("web", "other", null, Data);
        Changes<ConfigMap> changes = scene.WatchConfigMaps(labelSelector: "app=shop");
        Assert.Equal("mine", Assert.Single(await changes.ListedAsync()).Meta.Name);

        scene.Server.UpsertConfigMap("web", "other", null, Data);
        scene.Server.UpsertConfigMap("web", "mine", null, Data);

        Assert.Equal("mine", (await changes.NextAsync<Change<ConfigMap>.Deleted>()).Item.Meta.Name);
    }

    [Fact]
    public async Task One_namespace_is_asked_for_by_its_path()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("mine");
        scene.Server.UpsertConfigMap("elsewhere", "other", null, Data);

        Assert.Single(await scene.WatchConfigMaps("web").ListedAsync());

        await scene.Server.UntilWatchedAsync("configmaps");
        Assert.All(scene.Server.Requests, request => Assert.Equal("/api/v1/namespaces/web/configmaps", request.Path));
    }

    [Fact]
    public async Task A_watch_asks_for_bookmarks_and_for_about_290_seconds()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        await scene.WatchConfigMaps().ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        FakeKubeApiRequest watch = scene.LastRequest("watch");
        Assert.Equal("true", watch.Query["allowWatchBookmarks"]);
        Assert.InRange(int.Parse(watch.Query["timeoutSeconds"]), 270, 310);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_and_is_told_once()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.MaximumPage = 2;
        for (int i = 0; i < 5; i++)
            scene.UpsertConfigMap($"item-{i}");

        Assert.Equal(5, (await scene.WatchConfigMaps().ListedAsync()).Length);

        FakeKubeApiRequest[] lists = [.. scene.Server.Requests.Where(request => request.Verb == "list")];
        Assert.Equal(3, lists.Length);
        Assert.All(lists, list => Assert.Equal("500", list.Query["limit"]));
    }

    [Fact]
    public async Task K8_02_an_expired_continue_token_starts_the_list_again()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.MaximumPage = 2;
        for (int i = 0; i < 3; i++)
            scene.UpsertConfigMap($"item-{i}");
        scene.Server.ExpireContinueToken();

        Assert.Equal(3, (await scene.WatchConfigMaps().ListedAsync()).Length);
        Assert.Equal(4, scene.CountRequests("list"));
    }

    [Fact]
    public async Task K8_01_a_closed_watch_goes_on_where_it_was_without_a_list()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        ConfigMap one = await changes.UpsertedAsync();

        scene.Server.CloseWatches();
        await scene.Server.UntilRequestedAsync("watch", 2);
        scene.UpsertConfigMap("two");

        Assert.Equal("two", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(one.Meta.ResourceVersion, scene.LastRequest("watch").ResourceVersion);
        Assert.Equal(1, scene.CountRequests("list"));
    }

    [Fact]
    public async Task A_bookmark_moves_the_point_from_which_a_watch_goes_on()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps("web");
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");
        string elsewhere = scene.Server.UpsertConfigMap("elsewhere", "other", null, Data);

        scene.Server.SendBookmarks("configmaps");
        scene.Server.CloseWatches();
        await scene.Server.UntilRequestedAsync("watch", 2);

        Assert.Equal(elsewhere, scene.LastRequest("watch").ResourceVersion);
    }

    [Fact]
    public async Task K8_08_an_object_that_was_deleted_and_made_again_has_another_uid()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        string first = Assert.Single(await changes.ListedAsync()).Meta.Uid;

        scene.Server.DeleteConfigMap("web", "one");
        scene.UpsertConfigMap("one");

        Assert.Equal(first, (await changes.NextAsync<Change<ConfigMap>.Deleted>()).Item.Meta.Uid);
        Assert.NotEqual(first, (await changes.UpsertedAsync()).Meta.Uid);
    }

    [Fact]
    public async Task K8_08_the_same_event_twice_is_told_twice()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");
        const string line = """{"type":"MODIFIED","object":{"metadata":{"name":"one","namespace":"web","resourceVersion":"9"}}}""" + "\n";

        scene.Server.SendToWatches("configmaps", line + line);

        Assert.Equal("9", (await changes.UpsertedAsync()).Meta.ResourceVersion);
        Assert.Equal("9", (await changes.UpsertedAsync()).Meta.ResourceVersion);
    }

    [Fact]
    public async Task K8_05_unknown_events_fields_and_values_break_nothing()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.Upsert("services", new()
        {
            ["metadata"] = new JsonObject { ["name"] = "odd", ["namespace"] = "web", ["novelty"] = 1 },
            ["spec"] = new JsonObject
            {
                ["type"] = "Teleport",
                ["flux"] = new JsonArray(1, "two"),
                ["ports"] = new JsonArray(new JsonObject { ["port"] = 80, ["protocol"] = "QUIC" }),
            },
        });
        Changes<Service> changes = scene.Watch(Resources.Services);

        Service odd = Assert.Single(await changes.ListedAsync());
        Assert.Equal("Teleport", odd.Type);
        Assert.Equal(new ServicePort("", 80, "80", null, "QUIC"), Assert.Single(odd.Ports));

        await scene.Server.UntilWatchedAsync("services");
        scene.Server.SendToWatches("services", """{"type":"RUMOUR","object":{"kind":"Whisper"}}""" + "\n");
        scene.Server.UpsertService("web", "plain", ("http", 80, "8080"));
        Assert.Equal("plain", (await changes.UpsertedAsync()).Meta.Name);
    }

    [Fact]
    public async Task Two_watches_do_not_disturb_each_other()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> maps = scene.WatchConfigMaps();
        Changes<Service> services = scene.Watch(Resources.Services);
        await maps.ListedAsync();
        await services.ListedAsync();

        scene.Server.UpsertService("web", "shop", ("http", 80, "8080"));
        scene.UpsertConfigMap("one");

        Assert.Equal("shop", (await services.UpsertedAsync()).Meta.Name);
        Assert.Equal("one", (await maps.UpsertedAsync()).Meta.Name);
    }
}
