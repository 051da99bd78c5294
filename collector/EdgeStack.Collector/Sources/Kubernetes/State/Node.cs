using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What is kept of a node.</summary>
internal sealed class Node : ClusterObject
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    public Node(JsonElement item, AllowedLabels labels) : base(item, labels)
    {
        JsonElement spec = item.At("spec"), status = item.At("status"), system = status.At("nodeInfo");
        Created = item.At("metadata").Time("creationTimestamp");
        Description =
        [
            system.Text("kernelVersion"), system.Text("osImage"), system.Text("containerRuntimeVersion"), system.Text("kubeletVersion"), system.Text("kubeProxyVersion"),
            spec.Text("providerID"), spec.Text("podCIDR"), system.Text("systemUUID"),
        ];
        Address = status.List("addresses").LastOrDefault(address => address.Text("type") == "InternalIP").Text("address");
        KubeletPort = (int)(status.At("daemonEndpoints").At("kubeletEndpoint").Number("Port") ?? 0);
        Unschedulable = spec.Flag("unschedulable");
        Roles = [.. item.At("metadata").Entries("labels").Where(label => label.Name.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(label => label.Name[RolePrefix.Length..])];
        Conditions = [.. status.List("conditions").Select(condition => (condition.Text("type"), condition.Text("status")))];
        Capacity = [.. ResourceAmount.Of(status, "capacity")];
        Allocatable = [.. ResourceAmount.Of(status, "allocatable")];
    }

    /// <summary>Seconds since 1970.</summary>
    public double? Created { get; }

    /// <summary>Kernel, system, container runtime, kubelet, proxy, provider, pods' addresses, system's id.</summary>
    public ImmutableArray<string> Description { get; }

    /// <summary>Where it is reached inside the cluster; empty when it has not said so yet.</summary>
    public string Address { get; }

    /// <summary>Of the kubelet; 0 when it has not said so yet.</summary>
    public int KubeletPort { get; }

    public bool Unschedulable { get; }

    public ImmutableArray<string> Roles { get; }

    public ImmutableArray<(string Type, string Status)> Conditions { get; }

    public ImmutableArray<ResourceAmount> Capacity { get; }

    public ImmutableArray<ResourceAmount> Allocatable { get; }

    /// <summary>Where its kubelet answers; null when the node has not said so yet.</summary>
    public Uri? Kubelet => KubeletPort is > 0 and <= IPEndPoint.MaxPort && IPAddress.TryParse(Address, out IPAddress? address)
        ? new Uri($"https://{new IPEndPoint(address, KubeletPort)}/")
        : null;
}
