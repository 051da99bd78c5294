using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The JSON of plans and runs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(PlanLine))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(RunLine))]
internal sealed partial class PlanJson : JsonSerializerContext;
