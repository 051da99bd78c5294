namespace EdgeStack.Provisioning.Execution;

/// <summary>What holds for a whole run.</summary>
/// <param name="Name">The run's name: what the nodes keep of it has that name.</param>
/// <param name="RevertAfter">A step that might lock us out takes itself back after this long, unless a new connection succeeds before.</param>
internal sealed record RunTerms(string Name, TimeSpan RevertAfter);
