using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Tunnels;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TunnelStatusDocument))]
internal sealed partial class TunnelStatusJson : JsonSerializerContext;
