using System.Text.Json;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What is kept of an object: nothing that no family shows.</summary>
internal abstract class ClusterObject
{
    /// <exception cref="FormatException">It has no name.</exception>
    protected ClusterObject(JsonElement item, AllowedLabels labels)
    {
        JsonElement metadata = item.At("metadata");
        Key = new ObjectKey(metadata.Text("namespace"), metadata.Text("name"));
        if (Key.Name.Length == 0)
            throw new FormatException("it has no name");
        LabelValues = labels.ValuesOf(metadata.At("labels"));
    }

    public ObjectKey Key { get; }

    /// <summary>As many as there are <see cref="AllowedLabels.Names"/>; empty where the object lacks one.</summary>
    public string[] LabelValues { get; }
}
