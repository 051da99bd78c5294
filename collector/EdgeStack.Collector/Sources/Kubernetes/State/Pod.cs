using System.Collections.Immutable;
using System.Text.Json;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>What is kept of a pod.</summary>
internal sealed class Pod : ClusterObject
{
    // The kubelet names the control groups of pods from its own files after this, and not after the uid that the API server shows.
    private const string StaticPodHash = "kubernetes.io/config.hash";

    /// <summary>Why pods are given up.</summary>
    public static ImmutableArray<string> KnownReasons { get; } = ["Evicted", "NodeAffinity", "NodeLost", "Shutdown", "UnexpectedAdmissionError"];

    public Pod(JsonElement item, AllowedLabels labels) : base(item, labels)
    {
        JsonElement spec = item.At("spec"), status = item.At("status");
        Uid = item.At("metadata").Text("uid");
        Created = item.At("metadata").Time("creationTimestamp");
        StaticHash = item.At("metadata").At("annotations").Text(StaticPodHash);
        Owners = Owner.Of(item);
        NodeName = spec.Text("nodeName");
        PriorityClass = spec.Text("priorityClassName");
        HostNetwork = spec.Flag("hostNetwork");
        HostAddress = status.Text("hostIP");
        Address = status.Text("podIP");
        Phase = status.Text("phase");
        QualityOfService = status.Text("qosClass");
        Started = status.Time("startTime");
        Ready = status.Condition("Ready");
        Scheduled = status.Condition("PodScheduled");
        Containers = Statuses(status, "containerStatuses", spec, "containers");
        Reasons =
        [
            .. status.List("conditions").Select(condition => condition.Text("reason")).Append(status.Text("reason")).Concat(Containers.Select(container => container.Ended ?? ""))
                .Where(reason => KnownReasons.Contains(reason)).Distinct(),
        ];
        OtherContainers = [.. Statuses(status, "initContainerStatuses", spec, "initContainers"), .. Statuses(status, "ephemeralContainerStatuses", spec, "ephemeralContainers")];
        Requests = Amounts(spec, "requests");
        Limits = Amounts(spec, "limits");
    }

    public string Uid { get; }

    /// <summary>Seconds since 1970.</summary>
    public double? Created { get; }

    /// <summary>Empty unless the kubelet has it from a file.</summary>
    public string StaticHash { get; }

    public ImmutableArray<Owner> Owners { get; }

    /// <summary>Empty while it has no node.</summary>
    public string NodeName { get; }

    public string PriorityClass { get; }

    public bool HostNetwork { get; }

    public string HostAddress { get; }

    public string Address { get; }

    public string Phase { get; }

    /// <summary>Of <see cref="KnownReasons"/>, what it, one of its conditions or a container that ended says.</summary>
    public ImmutableArray<string> Reasons { get; }

    public string QualityOfService { get; }

    /// <summary>Seconds since 1970.</summary>
    public double? Started { get; }

    /// <summary>Status of the condition; empty before it has one.</summary>
    public string Ready { get; }

    /// <inheritdoc cref="Ready"/>
    public string Scheduled { get; }

    /// <summary>Those that it is for.</summary>
    public ImmutableArray<Container> Containers { get; }

    /// <summary>Those that run before them, beside them or to look at them.</summary>
    public ImmutableArray<Container> OtherContainers { get; }

    public ImmutableArray<(string Container, ResourceAmount Amount)> Requests { get; }

    public ImmutableArray<(string Container, ResourceAmount Amount)> Limits { get; }

    private static ImmutableArray<Container> Statuses(JsonElement status, string statuses, JsonElement spec, string containers) =>
        [.. status.List(statuses).Select(one => new Container(one, spec.List(containers).FirstOrDefault(container => container.Text("name") == one.Text("name")).Text("image")))];

    private static ImmutableArray<(string Container, ResourceAmount Amount)> Amounts(JsonElement spec, string which) =>
        [.. spec.List("containers").SelectMany(container => ResourceAmount.Of(container.At("resources"), which).Select(amount => (container.Text("name"), amount)))];
}
