using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Dns;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DnsDocument))]
internal sealed partial class DnsJson : JsonSerializerContext;
