using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Gateway.Admin;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(RouteList))]
[JsonSerializable(typeof(RouteExplanation))]
[JsonSerializable(typeof(UpstreamList))]
[JsonSerializable(typeof(ProblemList))]
[JsonSerializable(typeof(TunnelDocument))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class AdminJson : JsonSerializerContext
{
    /// <summary>Rules stay readable: back-ticks and ampersands need no escape in JSON that is not put into a page.</summary>
    public static readonly AdminJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
