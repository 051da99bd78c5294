namespace EdgeStack.Provisioning.Commands;

/// <summary>A step of a plan as one line of JSON.</summary>
/// <param name="Host">The node's name.</param>
/// <param name="Fault">Why the node could not be asked; then there is no step.</param>
/// <param name="Step">The step.</param>
internal sealed record PlanLine(string Host, PlanDocument.Problem? Fault, PlanDocument.Step? Step);
