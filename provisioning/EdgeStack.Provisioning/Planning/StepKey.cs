namespace EdgeStack.Provisioning.Planning;

/// <summary>A step of a node.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Step">The step's name.</param>
internal readonly record struct StepKey(string Node, string Step)
{
    public override string ToString() => $"{Step} on {Node}";
}
