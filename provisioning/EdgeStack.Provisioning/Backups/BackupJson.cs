using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Backups;

/// <summary>The JSON of backups, on its way from the node and to whoever asked for it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(BackupDocument.Dump))]
[JsonSerializable(typeof(RestoreChoice))]
internal sealed partial class BackupJson : JsonSerializerContext;
