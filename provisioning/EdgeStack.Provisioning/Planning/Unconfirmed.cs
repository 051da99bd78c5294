using System.Collections.Immutable;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Planning;

/// <summary>
/// A step that might lock us out and was done, by a run that was cut off before it could say so from a new connection: a timer of the node is about to take it back. We are such a new
/// connection: what is left to do is to keep it.
/// </summary>
internal sealed class Unconfirmed(IStep step) : IStep
{
    public string Name => step.Name;

    public string Title => step.Title;

    public ImmutableArray<FactQuery> Queries => [Query(step.Name)];

    public ImmutableArray<string> Data => step.Data;

    public ImmutableArray<StepKey> After => step.After;

    /// <summary>The unit that takes the step back unless its timer is stopped.</summary>
    /// <param name="step">The step's name.</param>
    public static string RevertUnit(string step) => $"edgestack-revert-{step}";

    /// <summary>Whether that timer runs.</summary>
    /// <param name="step">The step's name.</param>
    public static FactQuery Query(string step) => new FactQuery.Command($"systemctl is-active {ShellText.Quote($"{RevertUnit(step)}.timer")} || :");

    public StepOutcome Judge(NodeFacts facts) => facts[Query(step.Name)].Text != "active" ? StepOutcome.Unchanged.Instance : new StepOutcome.Change(
        [new Difference.Value("confirmation of a run that was cut off", "outstanding: it takes itself back", "confirmed")],
        [new NodeAction.Run("keep it", $"es_revert_forget {ShellText.Quote(RevertUnit(step.Name))}") { UndoScript = ":" }]);
}
