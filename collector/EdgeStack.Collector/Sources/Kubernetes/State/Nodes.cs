using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Nodes: what they are, what they have and how they are.</summary>
internal static class Nodes
{
    private const string Plural = "nodes";

    private static readonly Family
        Described = Gauge(
            "kube_node_info", "A node and what runs on it.",
            "kernel_version", "os_image", "container_runtime_version", "kubelet_version", "kubeproxy_version", "provider_id", "pod_cidr", "system_uuid", "internal_ip"),
        Created = Gauge("kube_node_created", "When the node joined, in seconds since 1970."),
        HasRole = Gauge("kube_node_role", "A role of the node.", "role"),
        Unschedulable = Gauge("kube_node_spec_unschedulable", "Whether the node takes no new pods."),
        Condition = Gauge("kube_node_status_condition", "Whether the node's condition has this status.", "condition", "status"),
        Capacity = Gauge("kube_node_status_capacity", "What the node has of a resource.", "resource", "unit"),
        Allocatable = Gauge("kube_node_status_allocatable", "What the node has of a resource for pods.", "resource", "unit");

    public static WatchedKind<Node> Of(StateOptions options, TimeProvider time)
    {
        AllowedLabels allowed = options.LabelsOf(Plural);
        Family labels = Family.Gauge("kube_node_labels", "A node, with those of its labels that are allowed.", ["node", .. allowed.Names]);
        return new WatchedKind<Node>(Plural, ["v1"], item => new Node(item, allowed), (samples, node) => Write(samples, node, labels), time);
    }

    private static Family Gauge(string name, string help, params string[] labels) => Family.Gauge(name, help, ["node", .. labels]);

    private static void Write(SampleWriter samples, Node node, Family labels)
    {
        string name = node.Key.Name;
        samples.Add(Described, 1, [name, .. node.Description, node.Address]);
        samples.Add(labels, 1, [name, .. node.LabelValues]);
        if (node.Created is { } created)
            samples.Add(Created, created, name);
        foreach (string role in node.Roles)
            samples.Add(HasRole, 1, name, role);
        samples.Add(Unschedulable, node.Unschedulable ? 1 : 0, name);
        foreach ((string type, string status) in node.Conditions)
            States.WriteCondition(samples, Condition, [name, type], status);
        foreach (ResourceAmount amount in node.Capacity)
            samples.Add(Capacity, amount.Amount, name, amount.Resource, amount.Unit);
        foreach (ResourceAmount amount in node.Allocatable)
            samples.Add(Allocatable, amount.Amount, name, amount.Resource, amount.Unit);
    }
}
