using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Planning;

public sealed class StepChoiceTests
{
    private static readonly StepOutcome Same = StepOutcome.Unchanged.Instance, Changes = new StepOutcome.Change([], []), Blocked = new StepOutcome.Blocked("is full", "make room"), Impossible = new StepOutcome.Unsupported("no kernel");

    [Fact]
    public void Only_what_was_chosen_is_planned()
    {
        Plan plan = PlanOf(["c"], ("a", Same), ("b", Impossible), ("c", Changes), ("d", Changes));
        Assert.Equal(["c"], plan.Steps.Select(step => step.Step.Name));
        Assert.Empty(plan.Unmet);
    }

    [Fact]
    public void What_stands_before_a_chosen_step_and_is_not_done_is_told()
    {
        Plan plan = PlanOf(["c", "e"], ("a", Changes), ("b", Blocked), ("c", Changes), ("d", Changes), ("e", Same));
        UnmetStep unmet = Assert.Single(plan.Unmet);
        Assert.Equal(("c on a", "a on a, b on a"), (unmet.Step.ToString(), string.Join(", ", unmet.Needs)));
    }

    [Fact]
    public void What_is_chosen_along_is_done_along() => Assert.Empty(PlanOf(["b", "a"], ("a", Changes), ("b", Changes)).Unmet);

    [Fact]
    public void What_a_step_waits_for_on_another_node_counts_too()
    {
        Step first = new("first", Changes), second = new("second", Changes) { After = [new StepKey("a", "first")] };
        Planner planner = new(node => node.Name == "a" ? [first] : [second], new StepChoice(new NameList(["second"])));
        Dictionary<string, Facts> facts = new() { ["a"] = new Facts(FrozenDictionary<FactQuery, FactAnswer>.Empty), ["b"] = new Facts(FrozenDictionary<FactQuery, FactAnswer>.Empty) };
        Assert.Equal("first on a", Assert.Single(Assert.Single(planner.Plan([Known.Node("a"), Known.Node("b")], facts).Unmet).Needs).ToString());
    }

    private static Plan PlanOf(string[] chosen, params (string Name, StepOutcome Outcome)[] steps)
    {
        Planner planner = new(_ => [.. steps.Select(step => new Step(step.Name, step.Outcome))], new StepChoice(new NameList(chosen)));
        return planner.Plan([Known.Node()], new Dictionary<string, Facts> { ["a"] = new Facts(FrozenDictionary<FactQuery, FactAnswer>.Empty) });
    }

    private sealed class Step(string name, StepOutcome outcome) : IStep
    {
        public string Name => name;

        public string Title => "a test";

        public ImmutableArray<FactQuery> Queries => [];

        public ImmutableArray<StepKey> After { get; init; } = [];

        public StepOutcome Judge(NodeFacts facts) => outcome;
    }
}
