using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Execution;

/// <summary>A step has ended, or begins when <paramref name="Result"/> is null.</summary>
/// <param name="Node">Where.</param>
/// <param name="Step">Which.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Took">How long it took.</param>
internal sealed record StepEvent(Node Node, IStep Step, StepResult? Result, TimeSpan Took);
