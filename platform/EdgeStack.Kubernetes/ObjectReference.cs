namespace EdgeStack.Kubernetes;

/// <summary>One object of a namespace, as an Event names it.</summary>
/// <param name="ApiVersion"><c>v1</c> or <c>group/version</c>.</param>
/// <param name="Kind">For example <c>ConfigMap</c>.</param>
/// <param name="Namespace">Its namespace; the Event stands in the same.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Tells it from one that had its name before.</param>
/// <param name="ResourceVersion">Its version that the Event is about; empty when it is not known.</param>
public sealed record ObjectReference(string ApiVersion, string Kind, string Namespace, string Name, string Uid, string ResourceVersion);
