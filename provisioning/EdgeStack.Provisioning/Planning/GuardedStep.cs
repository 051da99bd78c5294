using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>A step that is only judged where nothing stands against it.</summary>
/// <param name="step">The step.</param>
/// <param name="questions">What has to be known to say so.</param>
/// <param name="obstacle">Pure: what stands against it; null when nothing does.</param>
internal sealed class GuardedStep(IStep step, ImmutableArray<FactQuery> questions, Func<NodeFacts, StepOutcome?> obstacle) : IStep
{
    public string Name => step.Name;

    public string Title => step.Title;

    public ImmutableArray<FactQuery> Queries => [.. questions, .. step.Queries];

    public bool NeedsConfirmation => step.NeedsConfirmation;

    public ImmutableArray<string> Data => step.Data;

    public ImmutableArray<StepKey> After => step.After;

    public StepOutcome Judge(NodeFacts facts) => obstacle(facts) ?? step.Judge(facts);
}
