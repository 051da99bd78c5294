using System.Text.Json.Serialization;

namespace EdgeStack.Kubernetes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LeaseBody))]
internal sealed partial class LeaseJson : JsonSerializerContext;
