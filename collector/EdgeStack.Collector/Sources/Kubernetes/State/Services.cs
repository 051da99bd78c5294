using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Services: that they are there, and how they are reached.</summary>
internal static class Services
{
    private static readonly Family Described = Family.Gauge(
        "kube_service_info", "A service and how it is reached.",
        "namespace", "service", "uid", "cluster_ip", "external_name", "external_traffic_policy", "load_balancer_ip");

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<Service>("services", ["v1"], item => new Service(item), Write, time);

    private static void Write(SampleWriter samples, Service service) => samples.Add(
        Described, 1, service.Key.Namespace, service.Key.Name, service.Uid, service.ClusterAddress, service.ExternalName, service.TrafficPolicy, service.BalancerAddress);

    private sealed class Service(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public string Uid { get; } = item.At("metadata").Text("uid");

        public string ClusterAddress { get; } = item.At("spec").Text("clusterIP");

        public string ExternalName { get; } = item.At("spec").Text("externalName");

        public string TrafficPolicy { get; } = item.At("spec").Text("externalTrafficPolicy");

        public string BalancerAddress { get; } = item.At("spec").Text("loadBalancerIP");
    }
}
