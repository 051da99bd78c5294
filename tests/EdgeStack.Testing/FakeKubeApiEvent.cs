using System.Text.Json.Nodes;

namespace EdgeStack.Testing;

/// <summary>One change of one object in <see cref="FakeKubeApiStore"/>.</summary>
internal sealed record FakeKubeApiEvent(long Version, string Plural, string Namespace, string Type, JsonObject? Before, JsonObject After)
{
    /// <summary>The line that a watch with this selector gets, or null: who starts or stops matching appears or disappears.</summary>
    public string? Line(string selector, bool metadataOnly)
    {
        bool before = Before is not null && FakeKubeApiSelector.Matches(selector, Before);
        bool after = Type != "DELETED" && FakeKubeApiSelector.Matches(selector, After);
        string? type = (before, after) switch
        {
            (false, true) => "ADDED",
            (true, true) => "MODIFIED",
            (true, false) => "DELETED",
            _ => null,
        };
        return type is null ? null : LineOf(type, metadataOnly ? MetadataOf(After) : After);
    }

    /// <summary>The object as a server shows it to those who want no more than its metadata.</summary>
    public static JsonObject MetadataOf(JsonObject item) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = item["metadata"]!.DeepClone(),
    };

    public static string LineOf(string type, JsonObject item) =>
        new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString() + "\n";
}
