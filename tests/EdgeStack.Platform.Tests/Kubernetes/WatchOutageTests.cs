using EdgeStack.Kubernetes;
using EdgeStack.Testing;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>What the consumer is told of an outage, and when it is tried again.</summary>
public sealed class WatchOutageTests
{
    [Theory]
    [InlineData(401, WatchFaultReason.Unauthorized)]
    [InlineData(403, WatchFaultReason.Forbidden)]
    [InlineData(404, WatchFaultReason.NotServed)]
    [InlineData(422, WatchFaultReason.Rejected)]
    [InlineData(429, WatchFaultReason.Throttled)]
    [InlineData(500, WatchFaultReason.ServerError)]
    [InlineData(503, WatchFaultReason.ServerError)]
    public async Task K8_05_a_refused_list_is_told_and_tried_again(int status, WatchFaultReason reason)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        scene.Server.FailNext(1, status);
        Changes<ConfigMap> changes = scene.WatchConfigMaps();

        WatchFault fault = await changes.InterruptedAsync();
        Assert.Equal(reason, fault.Reason);
        Assert.Contains($"It says: scripted {status}", fault.Message, StringComparison.Ordinal);

        await scene.Time.SkipPauseAsync();
        Assert.Single(await changes.ListedAsync());
    }

    [Fact]
    public async Task K8_07_a_refused_watch_is_told_once_and_its_end_is_told()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(4, 403, verb: "watch");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();

        Assert.Equal(WatchFaultReason.Forbidden, (await changes.InterruptedAsync()).Reason);
        for (int i = 0; i < 4; i++)
            await scene.Time.SkipPauseAsync();

        await changes.ResumedAsync();
        scene.UpsertConfigMap("one");
        Assert.Equal("one", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(1, scene.CountRequests("list"));
    }

    [Theory]
    [InlineData(null, "a ClusterRole with", "in all namespaces")]
    [InlineData("web", "a Role in namespace \"web\" with", "in namespace \"web\"")]
    public async Task K8_07_a_missing_role_is_named(string? @namespace, string role, string where)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, 403);

        string message = (await scene.Watch(Resources.EndpointSlices, @namespace).InterruptedAsync()).Message;

        Assert.Contains($"forbids list endpointslices {where}", message, StringComparison.Ordinal);
        Assert.Contains(role, message, StringComparison.Ordinal);
        const string rule = "verbs [list, watch] on resources [endpointslices] of apiGroups [\"discovery.k8s.io\"]";
        Assert.Contains(rule, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task K8_05_pauses_double_from_half_a_second_to_30_seconds_and_start_over_after_a_success()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(9, 503, verb: "list");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.InterruptedAsync();

        foreach (double seconds in (double[])[0.5, 1, 2, 4, 8, 16, 30, 30, 30])
            Assert.InRange((await scene.Time.SkipPauseAsync()).TotalSeconds, seconds * 0.75, seconds * 1.25);
        await changes.ListedAsync();

        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();
        scene.Server.FailNext(1, 403, verb: "watch");
        scene.Server.CloseWatches();
        await changes.InterruptedAsync();
        Assert.InRange((await scene.Time.SkipPauseAsync()).TotalSeconds, 0.375, 0.625);
    }

    [Theory]
    [InlineData(429, 7, 7)]
    [InlineData(503, 12, 12)]
    [InlineData(429, 100_000, 300)]
    public async Task K8_05_Retry_After_is_honoured_within_reason(int status, int asked, int waited)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, status, retryAfter: TimeSpan.FromSeconds(asked));
        Changes<ConfigMap> changes = scene.WatchConfigMaps();

        await changes.InterruptedAsync();

        Assert.Equal(waited, (await scene.Time.SkipPauseAsync()).TotalSeconds);
        await changes.ListedAsync();
    }

    [Fact]
    public async Task K8_04_a_server_that_is_away_is_told_once_and_its_return_needs_no_list()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();

        await scene.Server.GoAwayAsync();
        Assert.Equal(WatchFaultReason.CutOff, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();
        WatchFault refused = await changes.InterruptedAsync();
        Assert.Equal(WatchFaultReason.Unreachable, refused.Reason);
        Assert.Contains(scene.Client.Server.ToString(), refused.Message, StringComparison.Ordinal);
        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();

        scene.UpsertConfigMap("meanwhile");
        await scene.Time.UntilPausedAsync();
        await scene.Server.ComeBackAsync();
        await scene.Time.SkipPauseAsync();
        await changes.ResumedAsync();
        Assert.Equal("meanwhile", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(1, scene.CountRequests("list"));
    }

    [Fact]
    public async Task K8_04_a_server_that_is_away_at_the_start_is_told_and_waited_for()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        await scene.Server.GoAwayAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        Assert.Equal(WatchFaultReason.Unreachable, (await changes.InterruptedAsync()).Reason);

        await scene.Server.ComeBackAsync();
        await scene.Time.SkipPauseAsync();

        Assert.Single(await changes.ListedAsync());
    }

    [Fact]
    public async Task K8_04_after_an_hour_without_a_server_that_comes_back_with_an_earlier_state_everything_is_listed_anew()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        for (int i = 0; i < 20; i++)
            scene.UpsertConfigMap($"item-{i}");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        await scene.Server.GoAwayAsync();
        TimeSpan away = TimeSpan.Zero, longest = TimeSpan.Zero;
        while (away < TimeSpan.FromHours(1))
        {
            TimeSpan pause = await scene.Time.SkipPauseAsync();
            away += pause;
            longest = pause > longest ? pause : longest;
        }

        Assert.InRange(longest.TotalSeconds, 22.5, 37.5);
        Assert.Equal(WatchFaultReason.CutOff, (await changes.InterruptedAsync()).Reason);
        Assert.Equal(WatchFaultReason.Unreachable, (await changes.InterruptedAsync()).Reason);
        scene.Server.Delete("configmaps", "web", "item-7");
        scene.Server.TurnVersionsBackTo(5);
        await scene.Time.UntilPausedAsync();
        await scene.Server.ComeBackAsync();
        await scene.Time.SkipPauseAsync();
        await changes.ResumedAsync();
        scene.UpsertConfigMap("new");

        Assert.Equal(20, (await changes.ListedAsync()).Length);
    }

    [Fact]
    public void K8_05_no_two_clients_come_back_at_the_same_time()
    {
        TimeSpan[] pauses = [.. Enumerable.Range(0, 100).Select(_ => new Backoff().Next())];
        Assert.True(pauses.Distinct().Count() > 90, "the pauses are too much alike");
        Assert.All(pauses, pause => Assert.InRange(pause.TotalSeconds, 0.375, 0.625));
        Assert.True(pauses.Max() - pauses.Min() > TimeSpan.FromSeconds(0.1));
    }

    [Fact]
    public async Task K8_05_a_list_whose_answer_stands_still_is_given_up_after_30_seconds()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        scene.Server.StallNext("list", "configmaps", """{"metadata":{"resourceVersion":"3"},"items":[""");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await scene.Server.UntilRequestedAsync("list", 1);

        scene.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(WatchFaultReason.TimedOut, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();
        Assert.Single(await changes.ListedAsync());
    }

    [Fact]
    public async Task K8_05_a_list_that_is_broken_off_is_told_and_tried_again()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.UpsertConfigMap("one");
        scene.Server.AnswerNextWith("""{"metadata":{"resourceVersion":"3"},"items":[{"metadata":{"na""", "list");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();

        Assert.Equal(WatchFaultReason.Unreadable, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();

        Assert.Single(await changes.ListedAsync());
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task An_answer_that_is_no_list_never_counts_as_an_empty_one(string answer)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.AnswerNextWith(answer, "list");

        Assert.Equal(WatchFaultReason.Unreadable, (await scene.WatchConfigMaps().InterruptedAsync()).Reason);
    }

    [Theory]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"na""")]
    [InlineData("<html>Bad gateway</html>\n")]
    public async Task K8_05_a_stream_that_is_broken_off_is_told_and_goes_on_where_it_was(string lastWords)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();

        scene.Server.EndWatchesWith(lastWords);
        scene.UpsertConfigMap("missed");

        Assert.Equal(WatchFaultReason.Unreadable, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();
        await changes.ResumedAsync();
        Assert.Equal("missed", (await changes.UpsertedAsync()).Meta.Name);
    }

    [Fact]
    public async Task An_error_event_is_told_with_the_servers_words()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        const string status = """{"kind":"Status","code":500,"message":"etcd has gone fishing","details":{"retryAfterSeconds":9}}""";
        scene.Server.EndWatchesWith($$"""{"type":"ERROR","object":{{status}}}""" + "\n");

        WatchFault fault = await changes.InterruptedAsync();
        Assert.Equal(WatchFaultReason.ServerError, fault.Reason);
        Assert.Contains("etcd has gone fishing", fault.Message, StringComparison.Ordinal);
        Assert.Equal(9, (await scene.Time.SkipPauseAsync()).TotalSeconds);
    }

    [Fact]
    public async Task K8_05_a_list_without_an_answer_is_given_up_after_30_seconds()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.HangNext("list");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await scene.Server.UntilRequestedAsync("list", 1);

        scene.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(WatchFaultReason.TimedOut, (await changes.InterruptedAsync()).Reason);
        await scene.Time.SkipPauseAsync();
        await changes.ListedAsync();
    }

    [Fact]
    public async Task Errors_in_a_row_make_it_list_anew()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(2, 504, verb: "watch");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await changes.InterruptedAsync();

        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();

        await changes.ListedAsync();
    }

    [Fact]
    public async Task K8_06_a_token_that_was_replaced_on_disk_is_read_again()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.RequireToken("second");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        Assert.Equal(WatchFaultReason.Unauthorized, (await changes.InterruptedAsync()).Reason);

        scene.Server.WriteKubeconfig(scene.Folder, "second");
        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();

        await changes.ListedAsync();
    }

    [Fact]
    public async Task K8_06_a_token_that_expires_under_an_open_watch_is_told_and_its_successor_on_disk_goes_on_where_it_was()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.RequireToken("fake-token");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();

        scene.Server.RequireToken("second");
        scene.Server.CloseWatches();
        WatchFault fault = await changes.InterruptedAsync();
        Assert.Equal(WatchFaultReason.Unauthorized, fault.Reason);
        Assert.DoesNotContain("fake-token", fault.Message, StringComparison.Ordinal);
        scene.Server.WriteKubeconfig(scene.Folder, "second");
        scene.UpsertConfigMap("meanwhile");
        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();

        await changes.ResumedAsync();
        Assert.Equal("meanwhile", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal(1, scene.CountRequests("list"));
    }

    [Fact]
    public async Task K8_06_an_authority_that_was_replaced_on_disk_is_read_again()
    {
        using TestCertificates first = new(), second = new();
        await using WatchScene scene = await WatchScene.StartAsync(first);
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        await scene.Server.UntilWatchedAsync("configmaps");

        await scene.Server.GoAwayAsync();
        Assert.Equal(WatchFaultReason.CutOff, (await changes.InterruptedAsync()).Reason);
        scene.Server.Certificate = second.For(WatchScene.ServerName);
        await scene.Server.ComeBackAsync();
        await scene.Time.SkipPauseAsync();
        WatchFault fault = await changes.InterruptedAsync();
        Assert.Equal(WatchFaultReason.Tls, fault.Reason);
        Assert.Contains("must be signed by the cluster's authority", fault.Message, StringComparison.Ordinal);

        scene.WriteAuthority(second.AuthorityPem);
        scene.UpsertConfigMap("meanwhile");
        await scene.Time.SkipPauseAsync();
        await scene.Time.SkipPauseAsync();
        await changes.ResumedAsync();
        Assert.Equal("meanwhile", (await changes.UpsertedAsync()).Meta.Name);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task K8_06_a_clock_that_jumps_by_a_day_moves_no_deadline_and_no_pause(int days)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Changes<ConfigMap> changes = scene.WatchConfigMaps();
        await changes.ListedAsync();
        scene.UpsertConfigMap("one");
        await changes.UpsertedAsync();

        scene.Time.JumpBy(TimeSpan.FromDays(days));
        scene.UpsertConfigMap("two");
        Assert.Equal("two", (await changes.UpsertedAsync()).Meta.Name);
        Assert.Equal((1, 1), (scene.CountRequests("list"), scene.CountRequests("watch")));

        scene.Server.FailNext(1, 503, verb: "watch");
        scene.Server.CloseWatches();
        await changes.InterruptedAsync();
        Assert.InRange((await scene.Time.SkipPauseAsync()).TotalSeconds, 0.375, 0.625);
        await changes.ResumedAsync();
    }

    [Theory]
    [InlineData(1, 0.375, 0.625)]
    [InlineData(-1, 300, 300)]
    public async Task K8_06_a_server_whose_clock_is_a_day_off_cannot_name_an_absurd_time(int days, double shortest, double longest)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        // The server means ten seconds from its own now.
        DateTimeOffset named = scene.Time.GetUtcNow().AddSeconds(10);
        scene.Time.JumpBy(TimeSpan.FromDays(days));
        scene.Server.FailNextUntil(named, 429, "list");
        Changes<ConfigMap> changes = scene.WatchConfigMaps();

        await changes.InterruptedAsync();
        Assert.InRange((await scene.Time.SkipPauseAsync()).TotalSeconds, shortest, longest);
        await changes.ListedAsync();
    }
}
