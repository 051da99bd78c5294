using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>A step that was chosen, and what it builds on and is not done.</summary>
internal sealed record UnmetStep(StepKey Step, ImmutableArray<StepKey> Needs);
