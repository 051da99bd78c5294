using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>The API server refuses what it had allowed: visitors do not notice, the owner does.</summary>
public sealed class ApiFaultTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public Task K8_05_whatever_the_api_server_answers_known_routes_serve_and_what_changed_meanwhile_comes_in(int status) =>
        ServesThroughAsync(scene => scene.Api.FailNext(9, status), $"{status}");

    [Fact]
    public Task K8_07_rights_that_are_taken_away_take_no_route_with_them_and_the_missing_role_is_named() =>
        ServesThroughAsync(scene => scene.Api.FailNext(9, 403), "bind a Role in namespace \"apps\" with verbs [list, watch]");

    [Fact]
    public Task K8_06_a_token_that_expires_takes_no_route_with_it_and_its_successor_on_disk_is_read() =>
        ServesThroughAsync(scene => scene.Api.RequireToken("second"), "401", scene => scene.WriteKubeconfig("second"));

    private static async Task ServesThroughAsync(Action<ClusterScene> fails, string told, Action<ClusterScene>? mended = null)
    {
        await using ClusterScene scene = await ClusterScene.StartAsync();
        scene.SetRoutes("blog", "old.example");
        await using RunningGateway gateway = await scene.StartGatewayAsync();
        await gateway.EventuallyAnswersAsync("old.example", 200);
        foreach (string plural in (string[])["configmaps", "services", "endpointslices"])
            await scene.Api.UntilWatchedAsync(plural);

        fails(scene);
        scene.SetRoutes("blog", "new.example");
        await gateway.EventuallyAnswersAsync("new.example", 200);
        scene.Api.CloseWatches();
        scene.SetRoutes("blog", "newest.example");
        await Eventually.HoldsAsync(async () => (await ClusterScene.FaultAsync(gateway))?.Contains(told, StringComparison.Ordinal) == true, "the overview says what is wrong");
        Assert.Matches("edgestack_gateway_source_faults{source=\"Kubernetes apps\"} [1-3]\n", await gateway.MetricsAsync());
        Assert.Equal("ok\n", await gateway.Client.GetStringAsync(new Uri(gateway.Metrics, "/healthz/ready"), TestContext.Current.CancellationToken));
        using (HttpResponseMessage response = await gateway.GetAsync("new.example"))
            Assert.Equal(200, (int)response.StatusCode);

        mended?.Invoke(scene);
        await Eventually.HoldsAsync(async () => await ClusterScene.FaultAsync(gateway) is null, "the overview says that it is right again");
        Assert.Contains("edgestack_gateway_source_faults{source=\"Kubernetes apps\"} 0\n", await gateway.MetricsAsync(), StringComparison.Ordinal);
        await gateway.EventuallyAnswersAsync("newest.example", 200);
        await gateway.EventuallyAnswersAsync("new.example", 404);
    }
}
