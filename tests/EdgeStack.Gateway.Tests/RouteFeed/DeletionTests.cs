using System.Collections.Immutable;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>What goes when objects go: by a watch at once, by a list that lost more than half only after a second one.</summary>
public sealed class DeletionTests
{
    [Fact]
    public async Task CF_03_a_relist_that_lost_more_than_half_takes_effect_only_after_a_second_list_says_the_same()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        foreach (string name in (string[])["one", "two", "three"])
            scene.SetRoutes(name, $"{name}.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("three.example", 200);
        await scene.Api.UntilWatchedAsync("configmaps");
        long revision = await ClusterScene.RevisionAsync(gateway);

        await scene.WhileAwayAsync(() =>
        {
            scene.Api.DeleteConfigMap("apps", "one");
            scene.Api.DeleteConfigMap("apps", "two");
        });
        await Eventually.HoldsAsync(async () => (await ClusterScene.FaultAsync(gateway))?.Contains("lacks 2 of the 3", StringComparison.Ordinal) == true, "the first list is doubted");
        Assert.Equal(revision, await ClusterScene.RevisionAsync(gateway));
        await gateway.EventuallyAnswersAsync("one.example", 200);

        await gateway.EventuallyAnswersAsync("one.example", 404);
        await gateway.EventuallyAnswersAsync("two.example", 404);
        await gateway.EventuallyAnswersAsync("three.example", 200);
        await Eventually.HoldsAsync(async () => await ClusterScene.FaultAsync(gateway) is null, "the source is fine again");
    }

    [Fact]
    public async Task CF_03_a_list_that_was_empty_by_a_fault_of_the_server_takes_no_route_away()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("one.example", 200);
        await scene.Api.UntilWatchedAsync("configmaps");
        long revision = await ClusterScene.RevisionAsync(gateway);

        scene.Api.AnswerNextWith("""{"kind":"List","metadata":{"resourceVersion":"9"},"items":[]}""", "list", "configmaps");
        int lists = scene.Lists("configmaps");
        scene.Api.ForgetHistory();
        scene.Api.ExpireWatches();
        await Eventually.HoldsAsync(() => scene.Lists("configmaps") >= lists + 2, "a second list is asked for");
        await Eventually.HoldsAsync(async () => await ClusterScene.FaultAsync(gateway) is null, "the source is fine again");

        Assert.Equal(revision, await ClusterScene.RevisionAsync(gateway));
        await gateway.EventuallyAnswersAsync("one.example", 200);
    }

    [Fact]
    public async Task CF_03_a_deletion_that_the_watch_tells_counts_at_once_even_of_the_last_object()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("one.example", 200);
        await scene.Api.UntilWatchedAsync("configmaps");
        int lists = scene.Lists("configmaps");

        scene.Api.DeleteConfigMap("apps", "one");

        await gateway.EventuallyAnswersAsync("one.example", 404);
        Assert.Equal(lists, scene.Lists("configmaps"));
    }

    [Fact]
    public async Task CF_03_an_object_that_was_emptied_but_exists_counts_as_an_edit()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("one.example", 200);
        await scene.Api.UntilWatchedAsync("configmaps");
        int lists = scene.Lists("configmaps");

        scene.SetEmpty("one");

        await gateway.EventuallyAnswersAsync("one.example", 404);
        Assert.Contains("no key that ends in", (await gateway.AdminAsync("problems")).GetProperty("problems")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(lists, scene.Lists("configmaps"));
    }

    [Fact]
    public async Task K8_08_an_object_made_again_under_its_name_does_not_inherit_the_routes_of_the_deleted_one()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("one.example", 200);
        await scene.Api.UntilWatchedAsync("configmaps");

        await scene.WhileAwayAsync(() =>
        {
            scene.Api.DeleteConfigMap("apps", "one");
            scene.SetText("one", "routes:\n  - { host: two.example, service: \"blog:80\" }\n  - { hots: x }\n");
        });

        await gateway.EventuallyAnswersAsync("two.example", 200);
        await gateway.EventuallyAnswersAsync("one.example", 404);
    }

    [Fact]
    public async Task K8_08_a_late_deletion_of_an_earlier_object_leaves_the_one_that_was_made_again()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("one", "one.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await scene.Api.UntilWatchedAsync("configmaps");

        scene.Api.SendToWatches("configmaps", """{"type":"DELETED","object":{"metadata":{"name":"one","namespace":"apps","uid":"earlier"}}}""" + "\n");
        scene.SetRoutes("other", "other.example");

        await gateway.EventuallyAnswersAsync("other.example", 200);
        await gateway.EventuallyAnswersAsync("one.example", 200);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(2, 1, false)]
    [InlineData(3, 1, true)]
    [InlineData(100, 50, false)]
    [InlineData(100, 49, true)]
    [InlineData(0, 0, false)]
    [InlineData(0, 5, false)]
    public void CF_03_more_than_half_is_doubted_and_half_is_not(int known, int listed, bool doubted)
    {
        ListDoubt doubt = new(Keys(known));

        Assert.Equal(doubted, doubt.About(Keys(listed)) is not null);
        Assert.Null(doubt.About(Keys(listed)));
    }

    private static ImmutableArray<(string, string)> Keys(int count) => [.. Enumerable.Range(0, count).Select(i => ("apps", $"object-{i}"))];
}
