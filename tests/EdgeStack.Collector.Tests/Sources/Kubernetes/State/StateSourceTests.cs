using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources;
using EdgeStack.Collector.Sources.Kubernetes.State;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

public sealed class StateSourceTests
{
    private const string Deployment = """[ { "kind": "Deployment", "metadata": { "name": "web", "namespace": "shop" }, "spec": { "replicas": 3 } } ]""";
    private const string Wanted = """kube_deployment_spec_replicas{namespace="shop",deployment="web"}""";

    [Fact]
    public async Task Changes_are_followed()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => ClusterScene.Put(server, Deployment));
        Assert.Equal("3", scene.ReadState()[Wanted]);
        await scene.Server.UntilWatchedAsync("deployments");
        ClusterScene.Put(scene.Server, Deployment.Replace("3", "5", StringComparison.Ordinal));
        await scene.UntilAsync(Wanted, "5");
        scene.Server.Delete("deployments", "shop", "web");
        await scene.UntilAsync(Wanted, null);
        Assert.Equal("0", scene.ReadState()["""edgestack_kubernetes_objects{resource="deployments"}"""]);
    }

    [Fact]
    public async Task While_the_server_is_away_the_last_state_stays_with_its_age_and_the_reading_has_failed()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => ClusterScene.Put(server, Deployment));
        await scene.Server.UntilWatchedAsync("deployments");
        Assert.IsType<SourceOutcome.Read>(scene.ReadState().Outcome);
        await scene.Server.GoAwayAsync();
        await scene.UntilAsync(state => state.Fault is not null, "every watch is down");
        scene.Time.Advance(TimeSpan.FromSeconds(90));
        Reading away = scene.ReadState();
        Assert.Contains("shown as it was 90 s ago: ", Assert.IsType<SourceOutcome.Failed>(away.Outcome).Why, StringComparison.Ordinal);
        Assert.Equal("3", away[Wanted]);
        Assert.Equal("90", away["""edgestack_kubernetes_state_age_seconds{resource="deployments"}"""]);
        Assert.Equal("0", away["""edgestack_kubernetes_watch_up{resource="deployments"}"""]);

        ClusterScene.Put(scene.Server, Deployment.Replace("3", "4", StringComparison.Ordinal));
        await scene.Server.ComeBackAsync();
        await scene.UntilAsync(Wanted, "4");
        await scene.UntilAsync(state => state.Fault is null, "every watch is up");
        Reading back = scene.ReadState();
        Assert.IsType<SourceOutcome.Read>(back.Outcome);
        Assert.Equal("0", back["""edgestack_kubernetes_state_age_seconds{resource="deployments"}"""]);
    }

    [Fact]
    public async Task A_server_that_never_answered_is_a_failure_without_a_state()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => server.FailNext(1000, 500));
        Reading reading = scene.ReadState();
        Assert.IsType<SourceOutcome.Failed>(reading.Outcome);
        Assert.DoesNotContain("kube_", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("age_seconds", reading.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_was_asked_for_the_reading_has_failed_without_a_problem_of_any_kind()
    {
        StateSource source = new(new ClusterState(new StateOptions(), TimeProvider.System), ClusterScene.Alone, ClusterScene.Every);
        Reading reading = Reading.Of(new Collector.Exposition.SampleWriter(), source.Read);
        Assert.Equal(("the API server has not answered yet", 0), (Assert.IsType<SourceOutcome.Failed>(reading.Outcome).Why, reading.Problems.Count));
    }

    [Fact]
    public async Task A_role_that_lacks_one_kind_is_a_problem_of_that_kind_alone()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server =>
        {
            ClusterScene.Put(server, Deployment);
            server.FailNext(1000, 403, plural: "ingresses");
        });
        Reading reading = scene.ReadState();
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Equal("3", reading[Wanted]);
        Assert.Equal("0", reading["""edgestack_kubernetes_watch_up{resource="ingresses"}"""]);
        Assert.Contains("bind a ClusterRole with verbs [list, watch] on resources [ingresses]", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_versions_are_taken_where_new_ones_are_not_served()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server =>
        {
            server.Serve("batch/v1", "jobs");
            server.Serve("batch/v1beta1", "cronjobs");
            server.StopServing("autoscaling/v2");
            server.Serve("autoscaling/v1", "horizontalpodautoscalers");
            server.Serve("networking.k8s.io/v1", "networkpolicies");
            server.Serve("networking.k8s.io/v1beta1", "ingresses");
            ClusterScene.Put(server, """
                [ { "kind": "CronJob", "metadata": { "name": "c", "namespace": "n" } }, { "kind": "Ingress", "metadata": { "name": "i", "namespace": "n" } },
                  { "kind": "HorizontalPodAutoscaler", "metadata": { "name": "h", "namespace": "n" }, "spec": { "maxReplicas": 4 } } ]
                """);
        });
        Reading reading = scene.ReadState();
        Assert.Equal("0", reading["""kube_cronjob_spec_suspend{namespace="n",cronjob="c"}"""]);
        Assert.Equal("1", reading["""kube_ingress_info{namespace="n",ingress="i",ingressclass="_default"}"""]);
        Assert.Equal("4", reading["""kube_horizontalpodautoscaler_spec_max_replicas{namespace="n",horizontalpodautoscaler="h"}"""]);
        Assert.Contains("/apis/batch/v1beta1/cronjobs", scene.Server.Requests.Select(request => request.Path));
        Assert.DoesNotContain("/apis/batch/v1/cronjobs", scene.Server.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Kinds_that_the_cluster_does_not_have_are_absent_and_no_fault()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server =>
        {
            server.StopServing("autoscaling/v2");
            server.StopServing("networking.k8s.io/v1");
        });
        Reading reading = scene.ReadState();
        Assert.IsType<SourceOutcome.Read>(reading.Outcome);
        Assert.Empty(reading.Problems);
        Assert.DoesNotContain("horizontalpodautoscalers", reading.Text, StringComparison.Ordinal);
        Assert.Equal("1", reading["""edgestack_kubernetes_watch_up{resource="jobs"}"""]);
    }

    [Fact]
    public async Task Of_config_maps_only_metadata_is_asked_for_and_of_secrets_nothing()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => server.UpsertConfigMap("shop", "settings", null, new Dictionary<string, string> { ["a"] = "b" }));
        await scene.Server.UntilWatchedAsync("configmaps");
        Assert.Equal("1", scene.ReadState()["""kube_configmap_info{namespace="shop",configmap="settings"}"""]);
        Assert.All(scene.Server.Requests.Where(request => request.Plural is "configmaps" or "endpoints" or "networkpolicies" or "replicasets"), request => Assert.True(request.MetadataOnly));
        Assert.DoesNotContain("secrets", scene.Server.Requests.Select(request => request.Plural));
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_a_problem_and_its_last_state_is_gone()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => ClusterScene.Put(server, Deployment));
        await scene.Server.UntilWatchedAsync("deployments");
        scene.Server.SendToWatches("deployments", """{"type":"MODIFIED","object":{"metadata":{"namespace":"shop","name":""}}}""" + "\n");
        await scene.UntilAsync("""edgestack_kubernetes_unreadable_objects{resource="deployments"}""", "1");
        Reading reading = scene.ReadState();
        Assert.Equal("3", reading[Wanted]);
        Assert.Contains("it has no name", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboards_find_autoscalers_by_the_name_of_before()
    {
        await using ClusterScene scene = await ClusterScene.StartAsync(server => ClusterScene.Put(server, """[ { "kind": "HorizontalPodAutoscaler", "metadata": { "name": "h", "namespace": "n" } } ]"""));
        Assert.Null(scene.ReadState()["""kube_hpa_labels{namespace="n",horizontalpodautoscaler="h"}"""]);
        Reading aliased = Reading.Of(new SampleWriter([], new FamilyAliases(DashboardNames.Drifted)), scene.State.Read);
        Assert.Equal("1", aliased["""kube_hpa_labels{namespace="n",horizontalpodautoscaler="h"}"""]);
    }
}
