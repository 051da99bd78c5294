namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What is shown of objects beyond what always is.</summary>
internal sealed class StateOptions
{
    /// <summary>
    /// Labels of objects that become labels of <c>kube_..._labels</c>, by kind: <c>deployments: [app.kubernetes.io/name]</c>. Each further label can multiply the series.
    /// </summary>
    public IDictionary<string, IList<string>> Labels { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);

    /// <summary><c>kube_configmap_info</c>. Only metadata is asked for, but the role that this takes would allow to read what is in them.</summary>
    public bool ConfigMaps { get; set; } = true;

    /// <summary><c>kube_secret_info</c>. Needs a role that may list Secrets, and who may list them may read them; only their metadata is asked for.</summary>
    public bool Secrets { get; set; }

    /// <summary>The kinds that have such a family.</summary>
    public static IReadOnlyList<string> LabelledKinds { get; } = ["nodes", "pods", "namespaces", "deployments", "statefulsets", "daemonsets", "horizontalpodautoscalers", "networkpolicies"];

    /// <exception cref="ArgumentException">It is none of <see cref="LabelledKinds"/>, so that nobody could have set its labels.</exception>
    public AllowedLabels LabelsOf(string plural) => !LabelledKinds.Contains(plural) ? throw new ArgumentException($"{plural} is not among the kinds whose labels can be shown", nameof(plural))
        : Labels.TryGetValue(plural, out IList<string>? keys) ? new AllowedLabels(keys) : AllowedLabels.None;
}
