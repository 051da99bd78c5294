namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>A proxy that is measured.</summary>
/// <param name="Name">As tables and <c>--only</c> have it.</param>
/// <param name="Program">Full path of what is built here, or a name on the PATH.</param>
/// <param name="Prepare">Writes what the proxy reads into the site's folder; the arguments it is to be started with.</param>
internal sealed record Contestant(string Name, string Program, Func<Site, IReadOnlyList<string>> Prepare)
{
    /// <summary>False for a program of ours that has not been built, and for one that is not installed.</summary>
    public bool IsPresent => Programs.Find(Program) is not null;

    /// <summary>How much longer it is warmed up than others.</summary>
    public int WarmUps { get; init; } = 1;

    public StartCommand StartFor(Site site) => new(Programs.Installed(Program), Prepare(site));
}
