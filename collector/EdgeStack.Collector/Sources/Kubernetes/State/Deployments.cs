using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Deployments: how many pods there should be and are.</summary>
internal static class Deployments
{
    private const string Plural = "deployments";

    private static readonly Family
        Wanted = Gauge("kube_deployment_spec_replicas", "Pods that the deployment asks for."),
        Made = Gauge("kube_deployment_status_replicas", "Pods that the deployment has, ready or not."),
        Ready = Gauge("kube_deployment_status_replicas_ready", "Pods of the deployment that are ready."),
        Available = Gauge("kube_deployment_status_replicas_available", "Pods of the deployment that have been ready for as long as it asks for."),
        Unavailable = Gauge("kube_deployment_status_replicas_unavailable", "Pods that the deployment lacks to be fully available."),
        Updated = Gauge("kube_deployment_status_replicas_updated", "Pods that are made after the deployment's present template.");

    public static ObjectKind Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge("kube_deployment_labels", "A deployment, with those of its labels that are allowed.", ["namespace", "deployment", .. allowed.Names]);
        return new WatchedKind<Deployment>(Plural, ["apps/v1"], item => new Deployment(item, allowed), (samples, deployment) => Write(samples, deployment, labels), time);
    }

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "namespace", "deployment");

    private static void Write(SampleWriter samples, Deployment deployment, Family labels)
    {
        (string space, string name) = deployment.Key;
        samples.Add(labels, 1, [space, name, .. deployment.LabelValues]);
        if (deployment.Wanted is { } wanted)
            samples.Add(Wanted, wanted, space, name);
        samples.Add(Made, deployment.Made, space, name);
        samples.Add(Ready, deployment.Ready, space, name);
        samples.Add(Available, deployment.Available, space, name);
        samples.Add(Unavailable, deployment.Unavailable, space, name);
        samples.Add(Updated, deployment.Updated, space, name);
    }

    private sealed class Deployment : ClusterObject
    {
        public Deployment(JsonElement item, AllowedLabels labels) : base(item, labels)
        {
            JsonElement status = item.At("status");
            Wanted = item.At("spec").Number("replicas");
            Made = status.Number("replicas") ?? 0;
            Ready = status.Number("readyReplicas") ?? 0;
            Available = status.Number("availableReplicas") ?? 0;
            Unavailable = status.Number("unavailableReplicas") ?? 0;
            Updated = status.Number("updatedReplicas") ?? 0;
        }

        public double? Wanted { get; }

        // The API server leaves out a count of 0.
        public double Made { get; }

        public double Ready { get; }

        public double Available { get; }

        public double Unavailable { get; }

        public double Updated { get; }
    }
}
