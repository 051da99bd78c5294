using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>Ready addresses behind a Service: the content of one Endpoints object or one EndpointSlice.</summary>
/// <param name="Namespace">Namespace of object and Service.</param>
/// <param name="Service">The Service's name.</param>
/// <param name="Name">The object's own name; several slices belong to one Service.</param>
/// <param name="Groups">Addresses with the ports that they share.</param>
public sealed record BackendEndpoints(string Namespace, string Service, string Name, ImmutableArray<EndpointGroup> Groups);

/// <summary>Addresses that serve the same ports.</summary>
public sealed record EndpointGroup(ImmutableArray<BackendPort> Ports, ImmutableArray<string> ReadyAddresses);
