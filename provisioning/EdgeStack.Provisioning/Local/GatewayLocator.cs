namespace EdgeStack.Provisioning.Local;

/// <summary>
/// Finds the gateway's executable: beside this program when installed, in the build's neighbouring folder when run from source.
/// </summary>
/// <param name="baseDirectory">Where this program's own files are.</param>
internal sealed class GatewayLocator(string baseDirectory)
{
    public const string ExecutableName = "edgestack-gateway";

    /// <summary>The places looked at, best first.</summary>
    public IEnumerable<string> Candidates
    {
        get
        {
            yield return Path.Combine(baseDirectory, ExecutableName);
            // …/bin/EdgeStack.Provisioning/debug_linux-x64/ -> …/bin/EdgeStack.Gateway/{debug_linux-x64,debug}/
            DirectoryInfo here = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory)));
            if (here.Parent is not { Name: "EdgeStack.Provisioning", Parent: { } bin })
                yield break;
            foreach (string pivot in new[] { here.Name, here.Name.Split('_')[0] }.Distinct(StringComparer.Ordinal))
                yield return Path.Combine(bin.FullName, "EdgeStack.Gateway", pivot, ExecutableName);
        }
    }

    /// <returns>The full path; null when it is in none of the <see cref="Candidates"/>.</returns>
    public string? Find() => Candidates.FirstOrDefault(File.Exists);
}
