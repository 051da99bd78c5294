using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Who an object belongs to.</summary>
internal readonly record struct Owner(string Kind, string Name, bool IsController)
{
    /// <summary>The labels of the <c>..._owner</c> families.</summary>
    public static ImmutableArray<string> Labels { get; } = ["owner_kind", "owner_name", "owner_is_controller"];

    public static ImmutableArray<Owner> Of(JsonElement item) =>
        [.. item.At("metadata").List("ownerReferences").Select(owner => new Owner(owner.Text("kind"), owner.Text("name"), owner.Flag("controller")))];

    /// <summary>A series for each owner; one without owner's labels when there is none, so that it can be counted.</summary>
    public static void Write(SampleWriter samples, Family family, ReadOnlySpan<string> labels, ImmutableArray<Owner> owners)
    {
        if (owners.IsEmpty)
            samples.Add(family, 1, [.. labels, "", "", ""]);
        foreach (Owner owner in owners)
            samples.Add(family, 1, [.. labels, owner.Kind, owner.Name, owner.IsController ? "true" : "false"]);
    }
}
