namespace EdgeStack.Repository.Tests.Graph;

/// <summary>The arrows between projects (DESIGN, section 1).</summary>
internal static class ProjectGraph
{
    private static readonly string[] Platform = ["EdgeStack.Documents", "EdgeStack.Hosting", "EdgeStack.Kubernetes", "EdgeStack.Telemetry"];

    private static readonly string[] RoutesAndPlatform = ["EdgeStack.Routes", "EdgeStack.RouteFolders", .. Platform];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["EdgeStack.Documents"] = [],
        ["EdgeStack.Routes"] = ["EdgeStack.Documents"],
        ["EdgeStack.RouteFolders"] = ["EdgeStack.Routes"],
        ["EdgeStack.Kubernetes"] = [],
        ["EdgeStack.Telemetry"] = [],
        ["EdgeStack.Hosting"] = ["EdgeStack.Documents", "EdgeStack.Telemetry"],
        ["EdgeStack.Gateway"] = RoutesAndPlatform,
        ["EdgeStack.Collector"] = Platform,
        ["EdgeStack.Provisioning"] = RoutesAndPlatform,
    };

    private static readonly string[] Programs = ["EdgeStack.Gateway", "EdgeStack.Collector", "EdgeStack.Provisioning"];

    public static IEnumerable<string> Violations(ProjectFile project)
    {
        if (!Allowed.TryGetValue(project.Name, out string[]? allowed))
        {
            yield return $"{project.Path}: the room '{project.Name}' is not in the list of arrows; say in ProjectGraph.cs what it may reference, or use a room that exists";
            yield break;
        }

        foreach (string reference in project.References.Except(allowed, StringComparer.Ordinal))
        {
            yield return Programs.Contains(reference, StringComparer.Ordinal)
                ? $"{project.Path}: references the program {reference}; programs meet through docs/contracts, or are built along with ReferenceOutputAssembly=\"false\""
                : $"{project.Path}: references {reference}, which is not among its arrows ({(allowed.Length == 0 ? "none" : string.Join(", ", allowed))}); turn the arrow round or leave it out";
        }

        foreach (string built in project.BuiltAlong.Except(Programs, StringComparer.Ordinal))
            yield return $"{project.Path}: builds {built} along, which is no program; reference it, or leave it out";
    }
}
