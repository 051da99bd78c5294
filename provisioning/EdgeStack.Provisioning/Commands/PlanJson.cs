using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The JSON of plans and runs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(PlanLine))]
internal sealed partial class PlanJson : JsonSerializerContext;
