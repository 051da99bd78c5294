namespace EdgeStack.Kubernetes;

/// <summary>Why a watch is down.</summary>
/// <param name="Reason">For programs.</param>
/// <param name="Message">One or two sentences for people, with what to do where that is known.</param>
public sealed record WatchFault(WatchFaultReason Reason, string Message);
