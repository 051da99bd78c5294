using System.Text.Json.Nodes;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Kubernetes;

public sealed class EventWritingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_event_stands_beside_its_object_with_all_that_kubectl_shows()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Assert.Equal(new EventAnswer.Written(1), await WriteAsync(scene, Said(Noon), 0));
        JsonObject item = scene.Server.Objects("events", "web").Single();
        item["metadata"] = null;
        Assert.Equal("""
            {"apiVersion":"v1","kind":"Event","metadata":null,"involvedObject":{"apiVersion":"v1","kind":"ConfigMap","namespace":"web","name":"blog","uid":"uid-1","resourceVersion":"7"},
            "type":"Warning","reason":"Broken","message":"line 2: no \u0022host\u0022","source":{"component":"a-program","host":"pod-1"},"firstTimestamp":"2026-01-02T12:00:00Z","lastTimestamp":"2026-01-02T12:00:00Z",
            "count":1,"reportingComponent":"a-program","reportingInstance":"pod-1"}
            """.Replace("\n", "", StringComparison.Ordinal), item.ToJsonString());
    }

    [Fact]
    public async Task What_is_said_again_raises_the_count_of_the_one_event()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        await WriteAsync(scene, Said(Noon), 0);
        Assert.Equal(new EventAnswer.Written(2), await WriteAsync(scene, Said(Noon.AddMinutes(30)), 1));
        JsonObject item = scene.Server.Objects("events", "web").Single();
        Assert.Equal(("2026-01-02T12:00:00Z", "2026-01-02T12:30:00Z", 2), ((string)item["firstTimestamp"]!, (string)item["lastTimestamp"]!, (int)item["count"]!));
    }

    [Fact]
    public async Task One_that_another_replica_has_written_is_taken_over_with_its_count()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        await WriteAsync(scene, Said(Noon), 0);
        await WriteAsync(scene, Said(Noon), 1);
        Assert.Equal(new EventAnswer.Written(2), await WriteAsync(scene, Said(Noon.AddMinutes(1)), 0));
        Assert.Equal("2026-01-02T12:01:00Z", (string)scene.Server.Objects("events", "web").Single()["lastTimestamp"]!);
    }

    [Fact]
    public async Task One_that_the_server_has_forgotten_is_made_again()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        Assert.Equal(new EventAnswer.Written(1), await WriteAsync(scene, Said(Noon), 5));
        Assert.Equal(["patch", "create"], scene.Server.Requests.Select(request => request.Verb));
    }

    [Theory]
    [InlineData(403, WatchFaultReason.Forbidden)]
    [InlineData(422, WatchFaultReason.Rejected)]
    [InlineData(429, WatchFaultReason.Throttled)]
    [InlineData(500, WatchFaultReason.ServerError)]
    public async Task A_refusal_is_a_value_with_what_the_server_asks_for(int status, WatchFaultReason reason)
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, status, TimeSpan.FromSeconds(7));
        EventAnswer.Failed failed = Assert.IsType<EventAnswer.Failed>(await WriteAsync(scene, Said(Noon), 0));
        Assert.Equal((reason, TimeSpan.FromSeconds(7)), (failed.Fault.Reason, failed.RetryAfter));
        Assert.Empty(scene.Server.Objects("events"));
    }

    [Fact]
    public async Task A_refusal_names_the_role_that_is_missing()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        scene.Server.FailNext(1, 403);
        EventAnswer.Failed failed = Assert.IsType<EventAnswer.Failed>(await WriteAsync(scene, Said(Noon), 0));
        Assert.Contains("bind a Role in namespace \"web\" with verbs [create, patch] on resources [events] of apiGroups [\"\"]", failed.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_is_a_value()
    {
        await using WatchScene scene = await WatchScene.StartAsync();
        await scene.Server.GoAwayAsync();
        Assert.Equal(WatchFaultReason.Unreachable, Assert.IsType<EventAnswer.Failed>(await WriteAsync(scene, Said(Noon), 0)).Fault.Reason);
    }

    private static Task<EventAnswer> WriteAsync(WatchScene scene, ObjectEvent said, int count) =>
        scene.Client.WriteEventAsync(said, count, TestContext.Current.CancellationToken);

    private static ObjectEvent Said(DateTimeOffset at) => new()
    {
        Name = "blog.1",
        About = new ObjectReference("v1", "ConfigMap", "web", "blog", "uid-1", "7"),
        IsWarning = true,
        Reason = "Broken",
        Message = "line 2: no \"host\"",
        Component = "a-program",
        Instance = "pod-1",
        At = at,
    };
}
