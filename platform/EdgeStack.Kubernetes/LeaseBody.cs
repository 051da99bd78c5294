using System.Globalization;

namespace EdgeStack.Kubernetes;

/// <summary>A Lease as the API server reads it: whole for one that is made, else the change of one that is there.</summary>
internal sealed record LeaseBody(string ApiVersion, string Kind, LeaseBodyMeta Metadata, LeaseBodySpec Spec)
{
    public static LeaseBody Of(Lease lease) => new("coordination.k8s.io/v1", "Lease", new(lease.Name, lease.Namespace, lease.Version.Length > 0 ? lease.Version : null),
        new(lease.Holder, (int)lease.Duration.TotalSeconds, Time(lease.Acquired), Time(lease.Renewed), lease.Transitions));

    // A MicroTime: with microseconds, always.
    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="ResourceVersion">The change counts only while the object has this version.</param>
internal sealed record LeaseBodyMeta(string Name, string Namespace, string? ResourceVersion);

internal sealed record LeaseBodySpec(string HolderIdentity, int LeaseDurationSeconds, string? AcquireTime, string? RenewTime, int LeaseTransitions);
