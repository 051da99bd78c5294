namespace EdgeStack.Provisioning.Planning;

/// <summary>One thing that is other than the inventory says, for people.</summary>
internal abstract record Difference
{
    private Difference()
    {
    }

    /// <summary>A file; <paramref name="Now"/> is null when there is none.</summary>
    internal sealed record File(ManagedFile Wanted, FileFact? Now) : Difference;

    /// <summary>A value with a name: a setting of the kernel, a package, the state of a service. Null: there is none.</summary>
    internal sealed record Value(string Name, string? Now, string? Wanted) : Difference;
}
