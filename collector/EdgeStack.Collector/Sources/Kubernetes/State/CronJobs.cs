using System.Text.Json;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>CronJobs: when they last ran. <c>v1</c> since Kubernetes 1.21, and the older version alone before.</summary>
internal static class CronJobs
{
    private static readonly Family
        LastScheduled = Gauge("kube_cronjob_status_last_schedule_time", "When the cron job last started a job, in seconds since 1970."),
        LastSucceeded = Gauge("kube_cronjob_status_last_successful_time", "When a job of the cron job last ended well, in seconds since 1970; since Kubernetes 1.21."),
        Suspended = Gauge("kube_cronjob_spec_suspend", "Whether the cron job is told to start no jobs.");

    public static ObjectKind Of(TimeProvider time) => new WatchedKind<CronJob>("cronjobs", ["batch/v1", "batch/v1beta1"], item => new CronJob(item), Write, time);

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "namespace", "cronjob");

    private static void Write(SampleWriter samples, CronJob job)
    {
        (string space, string name) = job.Key;
        if (job.LastScheduled is { } scheduled)
            samples.Add(LastScheduled, scheduled, space, name);
        if (job.LastSucceeded is { } succeeded)
            samples.Add(LastSucceeded, succeeded, space, name);
        samples.Add(Suspended, job.Suspended ? 1 : 0, space, name);
    }

    private sealed class CronJob(JsonElement item) : ClusterObject(item, AllowedLabels.None)
    {
        public double? LastScheduled { get; } = item.At("status").Time("lastScheduleTime");

        public double? LastSucceeded { get; } = item.At("status").Time("lastSuccessfulTime");

        public bool Suspended { get; } = item.At("spec").Flag("suspend");
    }
}
