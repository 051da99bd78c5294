namespace EdgeStack.Kubernetes;

/// <summary>An object that exists in the cluster but could not be decoded. Everything around it is unaffected.</summary>
/// <param name="Namespace">Empty where even this could not be read, or for objects without a namespace.</param>
/// <param name="Name">Empty where even this could not be read.</param>
/// <param name="Why">A sentence for people.</param>
public sealed record UnreadableObject(string Namespace, string Name, string Why);
