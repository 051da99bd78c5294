using System.Text.Json.Serialization;

namespace EdgeStack.Kubernetes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(EventPatch))]
internal sealed partial class EventJson : JsonSerializerContext;
