using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.AccessLog;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AccessRecord))]
internal sealed partial class AccessJson : JsonSerializerContext;
