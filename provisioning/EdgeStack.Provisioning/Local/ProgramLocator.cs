namespace EdgeStack.Provisioning.Local;

/// <summary>
/// Finds the executable of another program of ours: beside this program when installed, in the build's neighbouring folder when run from source.
/// </summary>
/// <param name="baseDirectory">Where this program's own files are.</param>
/// <param name="executable">What it is called.</param>
/// <param name="project">The project that it is built from.</param>
internal sealed class ProgramLocator(string baseDirectory, string executable, string project)
{
    public static ProgramLocator Gateway(string baseDirectory) => new(baseDirectory, "edgestack-gateway", "EdgeStack.Gateway");

    public static ProgramLocator Collector(string baseDirectory) => new(baseDirectory, "edgestack-collector", "EdgeStack.Collector");

    /// <summary>What it is called.</summary>
    public string Executable => executable;

    /// <summary>The places looked at, best first.</summary>
    public IEnumerable<string> Candidates
    {
        get
        {
            yield return Path.Combine(baseDirectory, executable);
            // …/bin/EdgeStack.Provisioning/debug_linux-x64/ -> …/bin/EdgeStack.Gateway/{debug_linux-x64,debug}/
            DirectoryInfo here = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory)));
            if (here.Parent is not { Name: "EdgeStack.Provisioning", Parent: { } bin })
                yield break;
            foreach (string pivot in new[] { here.Name, here.Name.Split('_')[0] }.Distinct(StringComparer.Ordinal))
                yield return Path.Combine(bin.FullName, project, pivot, executable);
        }
    }

    /// <returns>The full path; null when it is in none of the <see cref="Candidates"/>.</returns>
    public string? Find() => Candidates.FirstOrDefault(File.Exists);
}
