using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>
/// Labels of a kind of object that become labels of its <c>kube_..._labels</c> series: those that somebody named, since every further one can multiply the series.
/// </summary>
internal sealed class AllowedLabels
{
    private readonly ImmutableArray<string> _keys;

    /// <param name="keys">As in manifests: <c>app.kubernetes.io/name</c>. Of two that become the same name, the first counts.</param>
    public AllowedLabels(IEnumerable<string> keys)
    {
        _keys = [.. keys.DistinctBy(NameOf, StringComparer.Ordinal)];
        Names = [.. _keys.Select(NameOf)];
    }

    public static AllowedLabels None { get; } = new([]);

    /// <summary><c>label_app_kubernetes_io_name</c></summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The values of an object's <c>metadata.labels</c>, in the order of <see cref="Names"/>.</summary>
    public string[] ValuesOf(JsonElement labels) => _keys.IsEmpty ? [] : [.. _keys.Select(key => labels.Text(key))];

    // kube-state-metrics writes camelCase as snake_case.
    private static string NameOf(string key)
    {
        StringBuilder name = new("label_");
        for (int i = 0; i < key.Length; i++)
        {
            if (char.IsAsciiLetterUpper(key[i]) && i > 0 && (char.IsAsciiLetterLower(key[i - 1]) || char.IsAsciiDigit(key[i - 1])))
                name.Append('_');
            name.Append(char.ToLowerInvariant(key[i]));
        }

        return MetricName.Clean(name.ToString());
    }
}
