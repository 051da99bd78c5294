using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>
/// Where a Service's requests go: one normal form for an Endpoints object (the whole Service) and an EndpointSlice object (a part
/// of it: a Service has one or more slices, and at least one per address type).
/// </summary>
/// <param name="Meta">Of the Endpoints or EndpointSlice object; identifies this part.</param>
/// <param name="ServiceName">The Service in the same namespace; empty for a slice that belongs to none.</param>
/// <param name="Groups">Addresses that share the same ports.</param>
public sealed record ServiceEndpoints(ObjectMeta Meta, string ServiceName, ImmutableArray<EndpointGroup> Groups)
{
    /// <summary><c>IPv4</c>, <c>IPv6</c> or <c>FQDN</c>. On dual-stack clusters the same pods appear once per type.</summary>
    public string AddressType { get; init; } = "IPv4";
}

/// <summary>Every address listens on every port.</summary>
public sealed record EndpointGroup(ImmutableArray<EndpointPort> Ports, ImmutableArray<EndpointAddress> Addresses);

/// <summary>A port that the pods listen on.</summary>
/// <param name="Name">The name of the Service's port; empty when it has none.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record EndpointPort(string Name, int Port);

/// <summary>One backend.</summary>
/// <param name="Address">An IP address, or a DNS name when the address type is <c>FQDN</c>.</param>
/// <param name="Ready">May get new requests.</param>
/// <param name="Serving">Would be ready if it were not terminating; as <paramref name="Ready"/> where the server does not tell.</param>
/// <param name="Terminating">On its way out.</param>
/// <param name="TargetPod">Name of the pod, when it is one.</param>
public sealed record EndpointAddress(string Address, bool Ready, bool Serving, bool Terminating, string? TargetPod);
