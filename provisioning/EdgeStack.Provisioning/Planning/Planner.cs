using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Planning;

/// <summary>From facts to a plan. Pure.</summary>
/// <param name="stepsOf">The steps of a node, in their order.</param>
/// <param name="choice">Those that are planned; null for all.</param>
internal sealed class Planner(Func<Node, ImmutableArray<IStep>> stepsOf, StepChoice? choice = null)
{
    /// <summary>The steps that are planned; null for all.</summary>
    public StepChoice? Choice => choice;

    public ImmutableArray<IStep> StepsOf(Node node) => stepsOf(node);

    /// <summary>All that has to be asked.</summary>
    public FactScript Questions(Node node) => new(stepsOf(node).SelectMany(step => step.NeedsConfirmation ? [.. step.Queries, Unconfirmed.Query(step.Name)] : step.Queries));

    /// <param name="nodes">Those that the plan is about.</param>
    /// <param name="facts">Of every node that could be reached; the others are not in the plan.</param>
    public Plan Plan(IEnumerable<Node> nodes, IReadOnlyDictionary<string, Facts> facts)
    {
        FrozenDictionary<string, Facts> all = facts.ToFrozenDictionary(StringComparer.Ordinal);
        Plan whole = new([.. nodes.Where(node => all.ContainsKey(node.Name))
            .SelectMany(node => stepsOf(node).Select(step => Planned(step, new NodeFacts(node, all[node.Name], all))))]);
        return choice is null ? whole : new Plan([.. whole.Steps.Where(step => choice.Has(step.Step.Name))]) { Unmet = choice.UnmetIn(whole) };
    }

    private static PlannedStep Planned(IStep step, NodeFacts facts)
    {
        StepOutcome outcome = Judge(step, facts);
        Unconfirmed unconfirmed = new(step);
        return outcome is StepOutcome.Unchanged && step.NeedsConfirmation && unconfirmed.Judge(facts) is StepOutcome.Change keep
            ? new PlannedStep(facts.Node, unconfirmed, keep)
            : new PlannedStep(facts.Node, step, outcome);
    }

    /// <summary>What the step has to do; blocked when the node's answer makes no sense.</summary>
    public static StepOutcome Judge(IStep step, NodeFacts facts)
    {
        try
        {
            return step.Judge(facts);
        }
        catch (FormatException foreign)
        {
            return new StepOutcome.Blocked($"it cannot be judged: {foreign.Message}", $"look at {facts.Node.Name}: something is other there than {step.Name} expects");
        }
    }
}
