using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Tests.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Conditions;

public sealed class ConditionBoardTests
{
    private const string Stuck = "edgestack_nfs_mount_up{mountpoint=\"/srv\",server=\"nas\"} 0", Answers = "edgestack_nfs_mount_up{mountpoint=\"/srv\",server=\"nas\"} 1";

    [Fact]
    public void The_log_has_a_line_when_one_begins_and_one_when_it_is_over()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(5), Stuck);
        scene.Pass(TimeSpan.FromMinutes(5), Answers);
        Assert.Equal(
            ["Error: Condition nfs_mount_stuck: /srv does not answer, and what uses it hangs. Look whether the NFS server nas is up and reachable.",
                "Information: Condition nfs_mount_stuck of /srv is over; it began at 2026-11-29 12:00:00Z"],
            scene.Log.Lines);
    }

    [Fact]
    public void A_condition_that_cannot_be_judged_for_a_while_goes_on_as_it_was_and_is_said_once()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(2), Stuck);
        scene.PassInSilence(TimeSpan.FromMinutes(2));
        scene.PassInSilence(TimeSpan.FromMinutes(2));
        Assert.Null(scene.Is("nfs_mount_stuck", "/srv"));
        scene.Say(Stuck);
        Assert.True(scene.Is("nfs_mount_stuck", "/srv"));
        Assert.Equal(2, scene.Log.Lines.Count(line => line.Contains("nfs_mount_stuck", StringComparison.Ordinal)));
        Assert.Contains("Information: Condition nfs_mount_stuck of /srv cannot be judged any more; it was true", scene.Log.Lines);
    }

    [Fact]
    public void What_was_unknown_for_more_than_an_hour_begins_anew()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(2), Stuck);
        scene.PassInSilence(TimeSpan.FromMinutes(61));
        scene.Say(Stuck);
        Assert.False(scene.Is("nfs_mount_stuck", "/srv"));
    }

    [Fact]
    public void Time_in_which_nothing_is_known_does_not_count_as_bad()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(1), Stuck);
        scene.PassInSilence(TimeSpan.FromMinutes(5));
        scene.Say(Stuck);
        Assert.False(scene.Is("nfs_mount_stuck", "/srv"));
    }

    [Fact]
    public void What_wavers_around_good_is_one_condition()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(2), Stuck);
        for (int i = 0; i < 20; i++)
        {
            scene.Pass(TimeSpan.FromSeconds(30), Answers);
            scene.Pass(TimeSpan.FromSeconds(15), Stuck);
        }

        Assert.True(scene.Is("nfs_mount_stuck", "/srv"));
        Assert.Single(scene.Log.Lines);
    }

    [Fact]
    public void A_clock_that_jumps_neither_begins_nor_ends_anything()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(1), Stuck);
        scene.Time.AdjustTime(scene.Time.GetUtcNow() + TimeSpan.FromDays(300));
        scene.Board.Judge();
        Assert.Null(scene.Is("nfs_mount_stuck", "/srv"));
        scene.Say(Stuck);
        Assert.False(scene.Is("nfs_mount_stuck", "/srv"));
        scene.Pass(TimeSpan.FromMinutes(2), Stuck);
        Assert.True(scene.Is("nfs_mount_stuck", "/srv"));
    }

    [Fact]
    public void A_reading_from_the_future_is_none()
    {
        SourceReading reading = new(new FakeSource("one", _ => SourceOutcome.Ok), new SourceSnapshot { Outcome = SourceOutcome.Ok, TakenAt = DateTimeOffset.UnixEpoch.AddSeconds(1), Took = TimeSpan.Zero }, DateTimeOffset.UnixEpoch);
        Assert.True(reading.IsStale);
    }

    [Fact]
    public void The_worst_stand_first()
    {
        ConditionScene scene = new();
        scene.Pass(TimeSpan.FromMinutes(30), "edgestack_pi_temperature_celsius{sensor=\"soc\"} 84\n" + Stuck);
        Assert.Equal(["nfs_mount_stuck", "very_hot", "hot"], scene.Board.Current.Select(condition => condition.Terms.Code));
    }

    [Fact]
    public void A_condition_that_throws_is_unknown_and_the_others_are_judged()
    {
        FakeTimeProvider time = new();
        ListLogger<ConditionBoard> log = new();
        ConditionBoard board = new([new Told("bad", _ => throw new InvalidOperationException("a mistake")), new Told("good", _ => [new Finding("", Standing.Good)])], new SourceBoard([]), time, log);
        board.Judge();
        Assert.Equal("good", Assert.Single(board.All).Terms.Code);
        Assert.StartsWith("Error: Judging condition bad failed", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private sealed class Told(string code, Func<FreshBoard, IEnumerable<Finding>> judge) : ICondition
    {
        public ConditionTerms Terms { get; } = new(code, Severity.Warning) { Families = [], Bad = "", Sentence = "" };

        public IEnumerable<Finding> Judge(FreshBoard board) => judge(board);
    }
}
