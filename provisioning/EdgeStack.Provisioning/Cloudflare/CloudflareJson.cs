using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Cloudflare;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(TokenStatus))]
[JsonSerializable(typeof(Zone[]))]
[JsonSerializable(typeof(CloudflareTunnel))]
[JsonSerializable(typeof(CloudflareTunnel[]))]
[JsonSerializable(typeof(TunnelConnector[]))]
[JsonSerializable(typeof(TunnelConfiguration))]
[JsonSerializable(typeof(NewTunnel))]
[JsonSerializable(typeof(NewSecret))]
[JsonSerializable(typeof(DnsRecord))]
[JsonSerializable(typeof(DnsRecord[]))]
[JsonSerializable(typeof(RecordContent))]
[JsonSerializable(typeof(RecordBatch))]
[JsonSerializable(typeof(string))]
internal sealed partial class CloudflareJson : JsonSerializerContext;
