using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Execution;

/// <summary>A run as the operator's side remembers it: <c>.edgestack/runs/NAME/run.json</c>.</summary>
/// <param name="Name">The run's name, which is a time: later runs have greater names.</param>
/// <param name="Nodes">Those that it was about.</param>
/// <param name="Steps">Those that were chosen; none when it was all.</param>
/// <param name="InventoryDigest">Of the inventory's text.</param>
/// <param name="IsFinished">Everything was done; otherwise <c>apply --resume</c> goes on with it.</param>
internal sealed record RunRecord(string Name, ImmutableArray<string> Nodes, ImmutableArray<string> Steps, string InventoryDigest, bool IsFinished);
