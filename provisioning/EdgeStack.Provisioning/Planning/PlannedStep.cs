using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Planning;

/// <summary>A step on a node, judged.</summary>
internal sealed record PlannedStep(Node Node, IStep Step, StepOutcome Outcome);
