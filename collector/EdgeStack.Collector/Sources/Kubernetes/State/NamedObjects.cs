using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Kinds of which it is enough to know that there are such objects. Only their metadata is asked for: what is in ConfigMaps and Secrets never gets here.</summary>
internal static class NamedObjects
{
    public static ObjectKind ConfigMaps(TimeProvider time) =>
        Of("configmaps", "v1", Family.Gauge("kube_configmap_info", "A config map.", "namespace", "configmap"), AllowedLabels.None, time);

    public static ObjectKind Secrets(TimeProvider time) => Of("secrets", "v1", Family.Gauge("kube_secret_info", "A secret.", "namespace", "secret"), AllowedLabels.None, time);

    public static ObjectKind Endpoints(TimeProvider time) =>
        Of("endpoints", "v1", Family.Gauge("kube_endpoint_info", "The endpoints of a service.", "namespace", "endpoint"), AllowedLabels.None, time);

    public static ObjectKind NetworkPolicies(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf("networkpolicies");
        Family labels = Family.Gauge("kube_networkpolicy_labels", "A network policy, with those of its labels that are allowed.", ["namespace", "networkpolicy", .. allowed.Names]);
        return Of("networkpolicies", "networking.k8s.io/v1", labels, allowed, time);
    }

    private static WatchedKind<Named> Of(string plural, string version, Family family, AllowedLabels labels, TimeProvider time) =>
        new(plural, [version], item => new Named(item, labels), (samples, named) => samples.Add(family, 1, [named.Key.Namespace, named.Key.Name, .. named.LabelValues]), time)
        {
            MetadataOnly = true,
        };

    private sealed class Named(JsonElement item, AllowedLabels labels) : ClusterObject(item, labels);
}
