using System.Text.Json.Serialization;

namespace EdgeStack.Gateway.RouteFeed;

[JsonSerializable(typeof(SavedTable))]
internal sealed partial class SavedTableJson : JsonSerializerContext;
