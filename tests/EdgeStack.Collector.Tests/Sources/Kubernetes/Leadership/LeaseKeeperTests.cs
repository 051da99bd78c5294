using System.Text.Json.Nodes;
using EdgeStack.Collector.Sources.Kubernetes.Leadership;
using EdgeStack.Collector.Sources.Kubernetes.State;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.Leadership;

/// <summary>Replicas before one API server. Their clocks go alike, or as a test wants.</summary>
public sealed class LeaseKeeperTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<Replica> _replicas = [];
    private FakeKubeApi _server = null!;

    private JsonObject Lease => _server.Objects("leases", "apps").Single();

    public async ValueTask InitializeAsync() => _server = await FakeKubeApi.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _replicas.ForEach(replica => replica.Dispose());
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_first_takes_it_and_the_second_says_who_has_it()
    {
        Replica one = Start("one"), two = Start("two");
        Assert.Equal("Absent { Why = the lease apps/collector was not asked for yet }", one.Shows);

        Assert.Equal(LeaseKeeper.Renewal, await one.TryAsync());
        Assert.Equal(LeaseKeeper.Look, await two.TryAsync());

        Assert.Equal(("the cluster", true), (one.Shows, one.Lease.IsHeld));
        Assert.Equal(("Absent { Why = the lease apps/collector is held by one }", false), (two.Shows, two.Lease.IsHeld));
        Assert.Equal("""{"holderIdentity":"one","leaseDurationSeconds":60,"acquireTime":"2026-01-02T03:04:05.000000Z","renewTime":"2026-01-02T03:04:05.000000Z","leaseTransitions":0}""", Lease["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task It_is_kept_for_as_long_as_it_is_renewed()
    {
        Replica one = Start("one"), two = Start("two");
        await one.TryAsync();
        for (int minute = 0; minute < 10; minute++)
        {
            await two.TryAsync();
            _time.Advance(TimeSpan.FromSeconds(59));
            Assert.Equal(LeaseKeeper.Renewal, await one.TryAsync());
        }

        Assert.Equal(("one", 0), ((string)Lease["spec"]!["holderIdentity"]!, (int)Lease["spec"]!["leaseTransitions"]!));
        Assert.NotEqual("the cluster", two.Shows);
    }

    [Fact]
    public async Task One_that_is_given_back_is_taken_at_the_next_look()
    {
        Replica one = Start("one"), two = Start("two");
        await one.TryAsync();
        await two.TryAsync();

        await one.Keeper.ReleaseAsync(TestContext.Current.CancellationToken);
        await two.TryAsync();

        Assert.Equal(("the cluster", "two", 1), (two.Shows, (string)Lease["spec"]!["holderIdentity"]!, (int)Lease["spec"]!["leaseTransitions"]!));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-365)]
    [InlineData(365)]
    public async Task That_of_a_holder_that_is_gone_is_taken_after_it_is_over_by_the_waiting_one_s_clock_whatever_the_other_s_said(int days)
    {
        Replica one = Start("one", new FakeTimeProvider(_time.GetUtcNow().AddDays(days))), two = Start("two");
        await one.TryAsync();
        await two.TryAsync();

        _time.Advance(LeaseKeeper.Duration);
        await two.TryAsync();
        Assert.NotEqual("the cluster", two.Shows);

        _time.Advance(TimeSpan.FromSeconds(1));
        await two.TryAsync();
        Assert.Equal("the cluster", two.Shows);
    }

    [Fact]
    public async Task One_that_was_paused_knows_at_once_that_it_may_not_write_and_shows_nothing_once_another_has_it()
    {
        Replica one = Start("one"), two = Start("two");
        await one.TryAsync();
        await two.TryAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.False(one.Lease.IsHeld);
        await two.TryAsync();
        Assert.True(two.Lease.IsHeld);

        await one.TryAsync();
        await one.TryAsync();

        Assert.Equal("Absent { Why = the lease apps/collector is held by two }", one.Shows);
        Assert.Equal("two", (string)Lease["spec"]!["holderIdentity"]!);
    }

    [Fact]
    public async Task Of_two_that_take_one_that_is_over_at_the_same_time_one_gets_it()
    {
        Replica[] all = [Start("one"), Start("two"), Start("three"), Start("four")];
        await all[0].TryAsync();
        await Task.WhenAll(all[1..].Select(replica => replica.TryAsync()));
        _time.Advance(TimeSpan.FromSeconds(61));

        await Task.WhenAll(all[1..].Select(replica => replica.TryAsync()));
        await Task.WhenAll(all[1..].Select(replica => replica.TryAsync()));

        Assert.Single(all[1..], replica => replica.Lease.IsHeld);
        Assert.Single(all[1..], replica => replica.Shows == "the cluster");
    }

    [Fact]
    public async Task While_the_API_server_is_away_what_was_shown_stays_and_nothing_may_be_written_after_a_while()
    {
        Replica one = Start("one");
        await one.TryAsync();
        _server.FailNext(100, 500);

        _time.Advance(TimeSpan.FromSeconds(44));
        Assert.Equal(LeaseKeeper.Look, await one.TryAsync());
        Assert.Equal(("the cluster", true), (one.Shows, one.Lease.IsHeld));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("the cluster", false), (one.Shows, one.Lease.IsHeld));
    }

    [Fact]
    public async Task A_role_that_lacks_it_is_a_failure_that_says_what_to_bind()
    {
        Replica one = Start("one");
        _server.FailNext(1, 403);
        await one.TryAsync();
        Assert.Contains("the lease apps/collector could not be had: ", one.Shows, StringComparison.Ordinal);
        Assert.Contains("verb get on resources [leases], resourceNames [collector] of apiGroups [\"coordination.k8s.io\"]", one.Shows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_namespace_it_cannot_be_made_which_is_a_failure_that_names_it()
    {
        Replica one = Start("one");
        _server.FailNext(2, 404);
        Assert.Equal(LeaseKeeper.Look, await one.TryAsync());
        Assert.StartsWith("Failed { Why = the lease apps/collector could not be had: The API server has no namespace \"apps\" in which the Lease could be made", one.Shows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_deleted_is_made_again()
    {
        Replica one = Start("one");
        await one.TryAsync();
        _server.Delete("leases", "apps", "collector");
        await one.TryAsync();
        await one.TryAsync();
        Assert.Equal(("the cluster", "one"), (one.Shows, (string)Lease["spec"]!["holderIdentity"]!));
    }

    [Fact]
    public async Task One_that_waits_asks_for_nothing_follows_when_it_gets_it_and_forgets_when_another_has_it()
    {
        Replica one = Start("one"), two = Start("two");
        ClusterScene.Put(_server, """[ { "kind": "Namespace", "metadata": { "name": "shop" } } ]""");
        await two.TryAsync();
        await one.TryAsync();
        ClusterState cluster = new(new StateOptions(), TimeProvider.System);
        using ClusterFollower follower = new(one.Api, cluster, one.Lease, NullLogger<ClusterFollower>.Instance);
        StateSource source = new(cluster, one.Lease, TimeSpan.FromSeconds(15));
        await follower.StartAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(_server.Requests, request => request.Plural == "namespaces");

        await two.Keeper.ReleaseAsync(TestContext.Current.CancellationToken);
        await one.TryAsync();
        await Eventually.HoldsAsync(() => Sources.Reading.Of(new Collector.Exposition.SampleWriter(), source.Read)["kube_namespace_created{namespace=\"shop\"}"] is not null, "the cluster is shown");

        _time.Advance(TimeSpan.FromSeconds(61));
        Replica three = Start("three");
        await three.TryAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await three.TryAsync();
        await one.TryAsync();
        await one.TryAsync();
        await Eventually.HoldsAsync(() => cluster.Kinds.All(kind => kind.Write(new Collector.Exposition.SampleWriter()) is { Objects: 0, Listed: false }), "everything is forgotten");
        Assert.Equal("", Sources.Reading.Of(new Collector.Exposition.SampleWriter(), source.Read).Text);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    private Replica Start(string holder, FakeTimeProvider? time = null)
    {
        Replica replica = new(_server.WriteKubeconfig(_folder.Path), holder, time ?? _time);
        _replicas.Add(replica);
        return replica;
    }
}
