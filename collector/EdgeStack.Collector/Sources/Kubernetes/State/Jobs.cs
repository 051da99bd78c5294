using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>Jobs: whether they are done, and why not.</summary>
internal static class Jobs
{
    private static readonly string[] FailureReasons = ["BackoffLimitExceeded", "DeadlineExceeded", "Evicted"];

    private static readonly Family
        Complete = Gauge("kube_job_complete", "Whether the job is done; there is no series before that is known.", "condition"),
        Failed = Gauge("kube_job_failed", "Whether the job was given up; there is no series before that is known.", "condition"),
        FailedPods = Gauge("kube_job_status_failed", "Pods of the job that failed; with the reason, once the job was given up for one.", "reason"),
        Active = Gauge("kube_job_status_active", "Pods of the job that run or are about to."),
        Succeeded = Gauge("kube_job_status_succeeded", "Pods of the job that ended well."),
        Owned = Gauge("kube_job_owner", "Whom the job belongs to.", [.. Owner.Labels]);

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<Job>("jobs", ["batch/v1"], item => new Job(item), Write, time);

    private static Family Gauge(string name, string help, params string[] labels) => Family.Gauge(name, help, ["namespace", "job_name", .. labels]);

    private static void Write(SampleWriter samples, Job job)
    {
        (string space, string name) = job.Key;
        States.WriteCondition(samples, Complete, [space, name], job.Complete);
        States.WriteCondition(samples, Failed, [space, name], job.Failed);
        samples.Add(Active, job.Active, space, name);
        samples.Add(Succeeded, job.Succeeded, space, name);
        Owner.Write(samples, Owned, [space, name], job.Owners);
        WriteFailures(samples, job);
    }

    // A reason that is known is 1, whatever the number of pods: so does kube-state-metrics, and rules sum it.
    private static void WriteFailures(SampleWriter samples, Job job)
    {
        (string space, string name) = job.Key;
        bool given = job.FailedPods > 0 && job.Failed.Length > 0;
        foreach (string reason in given ? FailureReasons : [])
            samples.Add(FailedPods, reason == job.FailureReason ? 1 : 0, space, name, reason);
        if (!given || !FailureReasons.Contains(job.FailureReason))
            samples.Add(FailedPods, job.FailedPods, space, name, "");
    }

    private sealed class Job(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public ImmutableArray<Owner> Owners { get; } = Owner.Of(item);

        public double Active { get; } = item.At("status").Number("active") ?? 0;

        public double Succeeded { get; } = item.At("status").Number("succeeded") ?? 0;

        public double FailedPods { get; } = item.At("status").Number("failed") ?? 0;

        public string Complete { get; } = item.At("status").Condition("Complete");

        public string Failed { get; } = item.At("status").Condition("Failed");

        public string FailureReason { get; } = item.At("status").List("conditions").FirstOrDefault(condition => condition.Text("type") == "Failed").Text("reason");
    }
}
