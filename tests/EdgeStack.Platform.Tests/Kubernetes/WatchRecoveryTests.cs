using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>What is survived without telling the consumer of an outage.</summary>
public sealed class WatchRecoveryTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task K8_02_a_version_that_the_server_has_forgotten_is_answered_with_a_new_list(bool toldInStream)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("two");
        await changes.UpsertedAsync();

        scene.Server.ForgetHistory(toldInStream);
        scene.Server.CloseWatches();

        Assert.Equal(2, (await changes.ListedAsync()).Length);
        scene.UpsertConfigMap("three");
        Assert.Equal("three", (await changes.UpsertedAsync()).Meta.Name);
    }

    [Fact]
    public async Task K8_02_a_watch_that_expires_while_open_is_answered_with_a_new_list()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        scene.Server.ExpireWatches();

        Assert.Single(await changes.ListedAsync());
    }

    [Fact]
    public async Task K8_01_a_silent_stream_is_left_after_90_seconds()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();
        await scene.Time.UntilDeadlineSetAsync(Silence, times: 3);

        scene.Server.GoSilent();
        scene.UpsertConfigMap("missed");
        scene.Time.Advance(Silence);

        Assert.Equal("missed", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(1, scene.CountRequests("list"));
    }

    [Fact]
    public async Task K8_01_a_half_open_connection_is_left_after_90_seconds_and_the_watch_goes_on_over_a_new_one()
    {
        await using WatchScene scene = await WatchScene.StartRelayedAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();
        await scene.Time.UntilDeadlineSetAsync(Silence, times: 3);
        int before = scene.Relay!.Accepted;

        scene.Relay.LoseConnections();
        scene.UpsertConfigMap("missed");
        scene.Time.Advance(Silence);

        Assert.Equal("missed", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(1, scene.CountRequests("list"));
        Assert.Equal(before + 1, scene.Relay.Accepted);
    }

    [Fact]
    public async Task K8_01_a_request_on_a_half_open_connection_is_given_up_after_30_seconds_and_asked_again_over_a_new_one()
    {
        await using WatchScene scene = await WatchScene.StartRelayedAsync();
        Assert.True(await scene.Client.ServesAsync("v1", "configmaps", TestContext.Current.CancellationToken));
        scene.Relay!.LoseConnections();

        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await scene.Time.UntilDeadlineSetAsync(TimeSpan.FromSeconds(30), times: 2);
        Assert.Equal(1, scene.Relay.Accepted);
        scene.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(WatchFaultReason.TimedOut, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();
        await changes.ListedAsync();
    }

    [Fact]
    public async Task K8_01_every_line_starts_the_time_of_silence_anew()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();
        await scene.Time.UntilDeadlineSetAsync(Silence, times: 3);

        scene.Time.Advance(Silence - TimeSpan.FromSeconds(1));
        scene.Server.SendBookmarks("configmaps");
        await scene.Time.UntilDeadlineSetAsync(Silence, times: 4);
        scene.Time.Advance(Silence - TimeSpan.FromSeconds(1));
        scene.UpsertConfigMap("two");
        await changes.UpsertedAsync();

        Assert.Equal(1, scene.CountRequests("watch"));
    }

    [Fact]
    public async Task K8_03_after_two_watches_that_close_at_once_everything_is_listed_anew()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        scene.Server.CloseNextWatchesAtOnce(2);
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();

        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();

        Assert.Single(await changes.ListedAsync());
        await scene.Server.UntilWatchedAsync("configmaps");
        Assert.Equal(["list", "watch", "watch", "list", "watch"], scene.Server.Requests.Select(request => request.Verb));
    }

    [Fact]
    public async Task K8_04_versions_that_go_backwards_are_answered_with_a_new_list()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        for (int i = 0; i < 5; i++)
            scene.UpsertConfigMap($"item-{i}");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        scene.Server.TurnVersionsBackTo(2);
        scene.UpsertConfigMap("item-5");

        Assert.Equal(6, (await changes.ListedAsync()).Length);
    }

    [Fact]
    public async Task An_object_that_cannot_be_decoded_does_not_hide_the_others_of_a_list()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("good");
        scene.Server.Upsert("configmaps", Broken());

        Change<ConfigMap>.Listed listed = await scene.WatchConfigMaps().NextAsync<Change<ConfigMap>.Listed>();

        Assert.Equal("good", Assert.Single(listed.Items).Meta.Name);
        UnreadableObject broken = Assert.Single(listed.Unreadable);
        Assert.Equal(("web", "broken"), (broken.Namespace, broken.Name));
        Assert.Contains("configmaps web/broken", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_cannot_be_decoded_does_not_end_a_watch()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();

        scene.Server.Upsert("configmaps", Broken());
        scene.UpsertConfigMap("good");

        Assert.Equal("broken", (await changes.NextAsync<Change<ConfigMap>.Unread>()).Object.Name);
        Assert.Equal("good", (await changes.UpsertedAsync()).Meta.Name);

        scene.Server.Delete("configmaps", "web", "broken");
        Change<ConfigMap>.Listed listed = await changes.NextAsync<Change<ConfigMap>.Listed>();
        Assert.Empty(listed.Unreadable);
        Assert.Single(listed.Items);
    }

    private static JsonObject Broken() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "broken", ["namespace"] = "web" },
        ["data"] = new JsonArray("a list where a map belongs"),
    };
}
