using System.Globalization;
using System.Text.Json;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Single facts of an object as the API server writes it. What is missing, or is something else than expected, is absent; nothing throws.</summary>
internal static class JsonFacts
{
    private static readonly JsonElement[] Nothing = [];

    /// <summary>The property; a value of no kind when there is none.</summary>
    public static JsonElement At(this JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) ? value : default;

    public static bool Has(this JsonElement item, string name) => item.At(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Empty when there is none.</summary>
    public static string Text(this JsonElement item, string name) => item.At(name).Text();

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string Text(this JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    public static double? Number(this JsonElement item, string name) => item.At(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out double number) ? number : null;

    public static bool Flag(this JsonElement item, string name) => item.At(name).ValueKind == JsonValueKind.True;

    /// <summary>RFC 3339 as seconds since 1970.</summary>
    public static double? Time(this JsonElement item, string name) =>
        DateTimeOffset.TryParse(item.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time.ToUnixTimeSeconds() : null;

    public static IEnumerable<JsonElement> List(this JsonElement item, string name) => item.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : Nothing;

    public static IEnumerable<JsonProperty> Entries(this JsonElement item, string name) => item.At(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>The status of a condition (<c>True</c>, <c>False</c>, <c>Unknown</c>); empty when the object does not have it.</summary>
    public static string Condition(this JsonElement status, string type) => status.List("conditions").FirstOrDefault(condition => condition.Text("type") == type).Text("status");
}
