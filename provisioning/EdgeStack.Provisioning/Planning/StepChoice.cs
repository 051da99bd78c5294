using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>The steps that somebody wants, instead of all.</summary>
internal sealed class StepChoice(NameList names)
{
    public NameList Names => names;

    public bool Has(string step) => names.Contains(step);

    /// <summary>
    /// What the chosen steps of a plan need and is not so: a step builds on what stands before it on its node, and on what it waits for on others.
    /// </summary>
    /// <param name="plan">With all steps.</param>
    public ImmutableArray<UnmetStep> UnmetIn(Plan plan)
    {
        StepKey[] open = [.. plan.Steps.Where(step => !Has(step.Step.Name) && step.Outcome is StepOutcome.Change or StepOutcome.Blocked).Select(KeyOf)];
        ImmutableArray<UnmetStep>.Builder unmet = ImmutableArray.CreateBuilder<UnmetStep>();
        foreach (IGrouping<string, PlannedStep> node in plan.Steps.GroupBy(step => step.Node.Name, StringComparer.Ordinal))
        {
            PlannedStep[] steps = [.. node];
            for (int index = 0; index < steps.Length; index++)
            {
                if (!Has(steps[index].Step.Name) || steps[index].Outcome is not StepOutcome.Change)
                    continue;
                StepKey[] needs = [.. steps[..index].Select(KeyOf), .. steps[index].Step.After];
                if (needs.Intersect(open).ToArray() is { Length: > 0 } missing)
                    unmet.Add(new UnmetStep(KeyOf(steps[index]), [.. missing]));
            }
        }

        return unmet.ToImmutable();
    }

    private static StepKey KeyOf(PlannedStep step) => new(step.Node.Name, step.Step.Name);
}
