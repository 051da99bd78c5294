using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Ingresses: that they are there, and which class serves them.</summary>
internal static class Ingresses
{
    // Before there was a property for it.
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    private static readonly Family Described = Family.Gauge("kube_ingress_info", "An ingress and the class that serves it.", "namespace", "ingress", "ingressclass");

    public static ObjectKind Of(TimeProvider time) =>
        new WatchedKind<Ingress>("ingresses", ["networking.k8s.io/v1", "networking.k8s.io/v1beta1"], item => new Ingress(item), Write, time);

    private static void Write(SampleWriter samples, Ingress ingress) => samples.Add(Described, 1, ingress.Key.Namespace, ingress.Key.Name, ingress.Class);

    private sealed class Ingress(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public string Class { get; } = item.At("spec").Text("ingressClassName") is { Length: > 0 } named ? named
            : item.At("metadata").At("annotations").Text(ClassAnnotation) is { Length: > 0 } annotated ? annotated : "_default";
    }
}
