using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>What routing needs of a Kubernetes Service.</summary>
public sealed record BackendService(string Namespace, string Name, ImmutableArray<BackendPort> Ports);

/// <summary>A port with the name that Service and endpoints share; an empty name is the only port's.</summary>
public sealed record BackendPort(string Name, int Number);
