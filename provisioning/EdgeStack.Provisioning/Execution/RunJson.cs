using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Execution;

/// <summary>The JSON of <see cref="RunRecord"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJson : JsonSerializerContext;
