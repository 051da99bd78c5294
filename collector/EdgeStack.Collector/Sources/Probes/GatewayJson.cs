using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Collector.Sources.Probes;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GatewayRoutes))]
internal sealed partial class GatewayJson : JsonSerializerContext;
