using System.Text.Json;

namespace EdgeStack.Kubernetes;

/// <summary>The few facts that are needed of an object, a list or a status even where decoding it fails. Never throws.</summary>
internal static class RawObject
{
    public static (string Namespace, string Name) Identity(JsonElement item)
    {
        JsonElement metadata = Property(item, "metadata");
        return (Text(metadata, "namespace") ?? "", Text(metadata, "name") ?? "");
    }

    public static string? ResourceVersion(JsonElement item) => NotEmpty(Text(Property(item, "metadata"), "resourceVersion"));

    public static string? ContinueToken(JsonElement list) => NotEmpty(Text(Property(list, "metadata"), "continue"));

    public static JsonElement[] Items(JsonElement list)
    {
        JsonElement items = Property(list, "items");
        return items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];
    }

    public static string? Text(JsonElement item, string name)
    {
        JsonElement value = Property(item, name);
        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    public static int? Number(JsonElement item, string name)
    {
        JsonElement value = Property(item, name);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;
    }

    public static JsonElement Property(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) ? value : default;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
