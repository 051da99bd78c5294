using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What has to be done so that the nodes are what the inventory says.</summary>
/// <param name="Steps">In the order of the nodes, and of each node's steps.</param>
internal sealed record Plan(ImmutableArray<PlannedStep> Steps)
{
    public IEnumerable<(PlannedStep Planned, StepOutcome.Change Change)> Changes =>
        Steps.Where(step => step.Outcome is StepOutcome.Change).Select(step => (step, (StepOutcome.Change)step.Outcome));

    /// <summary>Of a plan with chosen steps: those that cannot be done yet, and why.</summary>
    public ImmutableArray<UnmetStep> Unmet { get; init; } = [];

    /// <summary>Nothing is different.</summary>
    public bool IsEmpty => !Changes.Any();

    public bool IsBlocked => Steps.Any(step => step.Outcome is StepOutcome.Blocked);
}
