using System.Text.Json.Serialization;
using k8s.Models;

namespace EdgeStack.Kubernetes;

/// <summary>Generated readers for exactly the library models that we map; the library's own context holds all of Kubernetes.</summary>
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Endpoints))]
[JsonSerializable(typeof(V1EndpointSlice))]
internal sealed partial class KubernetesModels : JsonSerializerContext;
