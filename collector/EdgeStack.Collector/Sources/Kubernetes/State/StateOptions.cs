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

    public AllowedLabels LabelsOf(string plural) => Labels.TryGetValue(plural, out IList<string>? keys) ? new AllowedLabels(keys) : AllowedLabels.None;
}
