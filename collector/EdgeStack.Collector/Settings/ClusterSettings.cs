using System.Collections.Immutable;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Documents;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Settings;

/// <summary>The settings of the role <c>cluster</c>.</summary>
internal static class ClusterSettings
{
    public static readonly ImmutableArray<Setting<CollectorOptions>> All =
    [
        new("kubernetes.kubeconfig", "FILE", "Kubeconfig of the cluster; default: the pod's service account.",
            o => o.Cluster.Kubeconfig ?? "", (o, v) => SettingText.ExistingFile(v, path => o.Cluster.Kubeconfig = path)),
        new("kubernetes.context", "NAME", "Context in the kubeconfig; default: its current one.",
            o => o.Cluster.Context ?? "", (o, v) => SettingText.NotEmpty(v, text => o.Cluster.Context = text)),
        new("kubernetes.lease", "NAME", "Lease in the collector's namespace by which only one of several replicas shows the cluster. Without it there must be only one.",
            o => o.Cluster.Lease ?? "", Lease),
        new("kubernetes.every", "DURATION", "From one reading of the kubelets to the next. The API server is read every 30 s at most.",
            o => DurationText.Of(o.Cluster.Every), Every),
        new("kubernetes.labels", "KIND=LABEL", "A label of objects that becomes a label of kube_…_labels: deployments=app.kubernetes.io/name. May be given several times; each can multiply series.",
            o => string.Join(',', o.Cluster.State.Labels.SelectMany(kind => kind.Value.Select(label => $"{kind.Key}={label}"))), Label, IsList: true),
        new("kubernetes.configMaps", "true|false", "kube_configmap_info. Only metadata is asked for, but the role that this takes would allow to read what is in them.",
            o => o.Cluster.State.ConfigMaps ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Cluster.State.ConfigMaps = flag)),
        new("kubernetes.secrets", "true|false", "kube_secret_info. Needs a role that may list Secrets, and who may list them may read them; only their metadata is asked for.",
            o => o.Cluster.State.Secrets ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Cluster.State.Secrets = flag)),
        new("kubernetes.apiServer", "true|false", "The API server's own metrics: requests, queues, its process. Needs a ClusterRole with get on nonResourceURLs [/metrics].",
            o => o.Cluster.ApiServer.Enabled ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Cluster.ApiServer.Enabled = flag)),
        new("kubernetes.verifyKubelets", "true|false", "Whether a kubelet's certificate must be signed by the cluster's authority and name the node's address, as k3s makes it. false: our token goes to whoever answers there.",
            o => o.Cluster.Kubelet.VerifyCertificates ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Cluster.Kubelet.VerifyCertificates = flag)),
    ];

    private static string? Lease(CollectorOptions options, string value)
    {
        // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
        if (value.Length is 0 or > 253 || !value.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '.') || !char.IsAsciiLetterOrDigit(value[0]) || !char.IsAsciiLetterOrDigit(value[^1]))
            return $"'{value}' cannot be the name of an object: small letters, digits, - and . as in edgestack-collector";
        options.Cluster.Lease = value;
        return null;
    }

    private static string? Every(CollectorOptions options, string value)
    {
        if (!DurationText.TryParse(value, out TimeSpan every) || every < TimeSpan.FromSeconds(5))
            return $"'{value}' is not a duration from 5s to an hour";
        options.Cluster.Every = every;
        return null;
    }

    private static string? Label(CollectorOptions options, string value)
    {
        if (value.Split('=', 2) is not [{ Length: > 0 } kind, { Length: > 0 } label])
            return $"'{value}' is not of the form deployments=app.kubernetes.io/name";
        if (!StateOptions.LabelledKinds.Contains(kind))
            return $"labels of '{kind}' are not shown; {NearestName.Suggestion(kind, StateOptions.LabelledKinds)}";
        IDictionary<string, IList<string>> labels = options.Cluster.State.Labels;
        (labels.TryGetValue(kind, out IList<string>? of) ? of : labels[kind] = []).Add(label);
        return null;
    }
}
