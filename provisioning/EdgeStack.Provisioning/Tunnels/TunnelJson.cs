using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Tunnels;

/// <summary>Files of cloudflared's, spelt as they are.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TunnelCredentials))]
[JsonSerializable(typeof(TunnelToken))]
internal sealed partial class TunnelJson : JsonSerializerContext;
