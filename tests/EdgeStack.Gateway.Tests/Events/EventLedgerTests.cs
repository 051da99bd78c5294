using EdgeStack.Gateway.Events;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Problems;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Events;

public sealed class EventLedgerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly EventLedger _ledger;

    public EventLedgerTests() => _ledger = new EventLedger(_time);

    [Fact]
    public void A_problem_is_said_once_after_a_second_and_again_every_half_hour_with_its_count()
    {
        _ledger.Learn([Wrong("blog", "x")]);
        Assert.Equal((null, TimeSpan.FromSeconds(1)), _ledger.Next());
        Assert.Equal(["blog: x 0"], SayAll());
        _ledger.Learn([Wrong("blog", "x")]);
        Assert.Equal((null, TimeSpan.FromMinutes(30)), _ledger.Next());
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Empty(SayAll());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["blog: x 1"], SayAll());
    }

    [Fact]
    public void What_is_right_again_is_said_once_and_only_of_what_had_been_said_to_be_wrong()
    {
        _ledger.Learn([Wrong("blog"), Wrong("shop", "x")]);
        SayAll();
        _ledger.Learn([Wrong("blog"), Wrong("shop")]);
        Assert.Equal(["shop: RoutesAccepted 0"], SayAll());
        _ledger.Learn([Wrong("blog"), Wrong("shop")]);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Empty(SayAll());
    }

    [Fact]
    public void A_problem_that_comes_back_goes_on_with_its_count()
    {
        foreach (int count in (int[])[0, 1, 2])
        {
            _ledger.Learn([Wrong("blog", "x")]);
            Assert.Equal([$"blog: x {count}"], SayAll());
            _ledger.Learn([Wrong("blog")]);
            Assert.Equal([$"blog: RoutesAccepted {count}"], SayAll());
        }
    }

    [Fact]
    public void What_has_come_and_gone_within_a_second_is_not_said()
    {
        _ledger.Learn([Wrong("blog", "x")]);
        Assert.Equal(0, _ledger.Learn([Wrong("blog")]));
        Assert.Empty(SayAll());
    }

    [Fact]
    public void A_storm_of_different_mistakes_in_one_object_is_held_to_its_budget_and_ends_with_the_last_one()
    {
        int said = 0;
        for (int second = 0; second < 600; second++)
        {
            _ledger.Learn([Wrong("blog", $"mistake {second}")]);
            said += SayAll().Count;
        }

        Assert.InRange(said, 10, 10 + (600 * 2 / 30));
        _ledger.Learn([Wrong("blog", "the last")]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["blog: the last 0"], SayAll());
    }

    [Fact]
    public void One_object_in_a_storm_does_not_silence_another()
    {
        for (int second = 0; second < 20; second++)
        {
            _ledger.Learn([Wrong("blog", $"mistake {second}")]);
            SayAll();
        }

        _ledger.Learn([Wrong("blog", "mistake 20"), Wrong("shop", "x")]);
        Assert.Contains("shop: x 0", SayAll());
    }

    [Fact]
    public void A_thousand_wrong_objects_are_said_at_five_a_second_and_none_is_forgotten()
    {
        _ledger.Learn([.. Enumerable.Range(0, 1000).Select(number => Wrong($"object-{number}", "x"))]);
        HashSet<string> said = [.. SayAll()];
        Assert.InRange(said.Count, 25, 30);
        for (int second = 0; second < 200; second++)
        {
            List<string> next = SayAll();
            Assert.InRange(next.Count, 0, 6);
            said.UnionWith(next);
        }

        Assert.Equal(1000, said.Count);
    }

    [Fact]
    public void Of_many_problems_of_one_object_ten_are_said_and_the_others_counted_once()
    {
        ObjectProblems many = Wrong("blog", [.. Enumerable.Range(0, 15).Select(number => $"p{number}")]);
        Assert.Equal(5, _ledger.Learn([many]));
        Assert.Equal(0, _ledger.Learn([many]));
        Assert.Equal(10, SayAll().Count);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(SayAll());
    }

    [Fact]
    public void A_problem_that_went_away_before_its_turn_is_counted()
    {
        _ledger.Pause("apps", TimeSpan.FromMinutes(10));
        _ledger.Learn([Wrong("blog", "x")]);
        Assert.Empty(SayAll());
        Assert.Equal(1, _ledger.Learn([Wrong("blog")]));
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.Empty(SayAll());
    }

    [Fact]
    public void A_namespace_that_is_refused_rests_alone()
    {
        _ledger.Pause("apps", TimeSpan.FromMinutes(10));
        _ledger.Learn([Wrong("blog", "x"), Wrong("shop", "y") with { About = About("shop") with { Namespace = "team-b" } }]);
        Assert.Equal(["shop: y 0"], SayAll());
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(["blog: x 0"], SayAll());
    }

    [Fact]
    public void What_the_server_will_not_have_is_not_tried_again_soon()
    {
        _ledger.Learn([Wrong("blog", "x")]);
        _time.Advance(TimeSpan.FromSeconds(1));
        _ledger.Said(_ledger.Next().Note!, null);
        _time.Advance(TimeSpan.FromMinutes(29));
        Assert.Null(_ledger.Next().Note);
        _ledger.Learn([Wrong("blog")]);
        Assert.Empty(SayAll());
    }

    [Fact]
    public void An_object_that_is_gone_is_forgotten_and_one_made_again_begins_anew()
    {
        _ledger.Learn([Wrong("blog", "x")]);
        SayAll();
        _ledger.Learn([]);
        Assert.Equal((null, Timeout.InfiniteTimeSpan), _ledger.Next());
        _ledger.Learn([Wrong("blog", "x") with { About = About("blog") with { Uid = "another" } }]);
        Assert.Equal(["blog: x 0"], SayAll());
    }

    /// <summary>A second passes, and everything that may be said is said.</summary>
    private List<string> SayAll()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        List<string> said = [];
        while (_ledger.Next().Note is { } note)
        {
            said.Add($"{note.About.Name}: {(note.IsWarning ? note.Message["routes.yaml: ".Length..] : note.Reason)} {note.Count}");
            _ledger.Said(note, note.Count + 1);
        }

        return said;
    }

    private static ObjectProblems Wrong(string name, params string[] problems) =>
        new(About(name), [.. problems.Select(problem => new Problem(Severity.Error, new SourceLocation($"ConfigMap apps/{name}", "routes.yaml", 0, 0), problem))]);

    private static ObjectReference About(string name) => new("v1", "ConfigMap", "apps", name, $"uid of {name}", "1");
}
