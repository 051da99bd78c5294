namespace EdgeStack.Kubernetes;

/// <summary>What changes of an Event when the same is said again.</summary>
/// <param name="LastTimestamp">When.</param>
/// <param name="Count">How often by now; null leaves what stands there.</param>
internal sealed record EventPatch(string LastTimestamp, int? Count);
