using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.AdminApi;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(AdminRouteList))]
[JsonSerializable(typeof(AdminProblemList))]
[JsonSerializable(typeof(AdminExplanation))]
[JsonSerializable(typeof(AdminRequests))]
[JsonSerializable(typeof(AdminTunnel))]
[JsonSerializable(typeof(AdminProblem))]
internal sealed partial class AdminJson : JsonSerializerContext;
