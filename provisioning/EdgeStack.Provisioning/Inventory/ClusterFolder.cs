namespace EdgeStack.Provisioning.Inventory;

/// <summary>What belongs to an inventory and lies beside it: <c>.edgestack/</c> in its folder.</summary>
/// <param name="Path">Full path; it may not exist yet.</param>
internal sealed record ClusterFolder(string Path)
{
    /// <summary>Host keys that somebody has vouched for; has no secret, and may be shared with others who run the cluster.</summary>
    public string KnownHosts => System.IO.Path.Combine(Path, "known_hosts");

    /// <summary>One folder for each run.</summary>
    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>Our own authority and what it has signed; the keys are for this user alone.</summary>
    public string Certificates => System.IO.Path.Combine(Path, "certificates");

    /// <summary>Secrets, sealed.</summary>
    public string Secrets => System.IO.Path.Combine(Path, "secrets.json");

    public static ClusterFolder Beside(string inventory) => In(System.IO.Path.GetDirectoryName(inventory)!);

    /// <param name="directory">That of the inventory.</param>
    public static ClusterFolder In(string directory) => new(System.IO.Path.Combine(directory, ".edgestack"));
}
