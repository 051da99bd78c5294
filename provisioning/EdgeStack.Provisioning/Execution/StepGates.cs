using System.Collections.Frozen;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Execution;

/// <summary>Lets steps of one node wait for those of another. Nodes work at the same time; each of a plan's steps ends here once, well or not.</summary>
internal sealed class StepGates(Plan plan)
{
    private readonly FrozenDictionary<StepKey, TaskCompletionSource<bool>> _gates = plan.Steps
        .ToFrozenDictionary(step => new StepKey(step.Node.Name, step.Step.Name), _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Says how a step ended; the first word counts.</summary>
    public void End(StepKey step, bool isDone) => _gates[step].TrySetResult(isDone);

    /// <summary>Nothing more happens on a node: what has not ended there ends badly.</summary>
    public void End(string node)
    {
        foreach ((StepKey step, TaskCompletionSource<bool> gate) in _gates)
        {
            if (step.Node == node)
                gate.TrySetResult(false);
        }
    }

    /// <summary>Waits for all of these; one that is not in the plan is not waited for.</summary>
    /// <returns>The first that did not end well; null when all did.</returns>
    public async Task<StepKey?> WaitAsync(IEnumerable<StepKey> steps)
    {
        foreach (StepKey step in steps)
        {
            if (_gates.TryGetValue(step, out TaskCompletionSource<bool>? gate) && !await gate.Task)
                return step;
        }

        return null;
    }
}
