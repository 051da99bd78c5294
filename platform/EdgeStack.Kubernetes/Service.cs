using System.Collections.Immutable;

namespace EdgeStack.Kubernetes;

/// <summary>A Service.</summary>
/// <param name="Meta">Name, namespace, labels.</param>
/// <param name="Type"><c>ClusterIP</c>, <c>NodePort</c>, <c>LoadBalancer</c>, <c>ExternalName</c>, or what later versions add.</param>
/// <param name="ExternalName">A DNS name; only with that type.</param>
/// <param name="Headless">True when there is no cluster address by intention (<c>clusterIP: None</c>).</param>
/// <param name="Ports">In the order of the manifest.</param>
public sealed record Service(ObjectMeta Meta, string Type, string? ExternalName, bool Headless, ImmutableArray<ServicePort> Ports);

/// <summary>One port of a Service.</summary>
/// <param name="Name">Empty when the only port has no name.</param>
/// <param name="Port">What clients of the Service use.</param>
/// <param name="TargetPort">What the pods listen on: a number or the name of a container port.</param>
/// <param name="AppProtocol">For example <c>kubernetes.io/h2c</c>.</param>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
public sealed record ServicePort(string Name, int Port, string TargetPort, string? AppProtocol, string Protocol);
