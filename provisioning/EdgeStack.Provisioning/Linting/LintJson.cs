using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeStack.Provisioning.Linting;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LintDocument))]
internal sealed partial class LintJson : JsonSerializerContext;
