using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Table;

namespace EdgeStack.Provisioning.Linting;

/// <summary>Reads files with the gateway's own reader, then looks at all routes together as a gateway does that serves these files.</summary>
internal static class Linter
{
    /// <param name="files">What to read.</param>
    /// <param name="grants">What the gateway's operator allows.</param>
    public static LintReading Read(RouteFiles files, ImmutableArray<HostGrant> grants)
    {
        List<Problem> problems = [.. files.Unreadable];
        List<Route> routes = [];
        Dictionary<string, ImmutableArray<string>> lines = new(StringComparer.Ordinal);
        foreach (RouteFile file in files.Files)
        {
            if (file.ReadText(problems) is not { } text)
                continue;
            lines[file.Shown] = [.. YamlDocuments.Lines(text)];
            ManifestReading manifests = ManifestReader.Read(file.Shown, text, file.Name);
            problems.AddRange(manifests.Problems);
            foreach (RouteReading reading in manifests.Objects.Select(RouteReader.Read))
            {
                problems.AddRange(reading.Problems);
                routes.AddRange(reading.Routes);
            }
        }

        List<Problem> refused = [];
        ImmutableArray<Route> owned = PatternShares.Settle(new HostOwnership(grants, sharesHosts: false).Settle(routes, refused), refused);
        problems.AddRange(BoundedProblems.Of(refused));
        problems.AddRange(BoundedProblems.Of(RouteTables.Build(owned.Select(route => (route, route))).Problems));
        return new LintReading(InOrder(problems, files), files.Files.Length, owned, lines.ToImmutableDictionary());
    }

    private static ImmutableArray<Problem> InOrder(List<Problem> problems, RouteFiles files)
    {
        List<string> order = [.. files.Files.Select(file => file.Shown)];
        ILookup<(string, string), int> lines = problems.ToLookup(problem => (problem.Where.File, problem.Where.Object), problem => problem.Where.Line);
        return
        [
            .. problems.Distinct()
                .OrderBy(problem => order.IndexOf(problem.Where.File))
                .ThenBy(problem => problem.IsCount ? lines[(problem.Where.File, problem.Where.Object)].Max() : problem.Where.Line)
                .ThenBy(problem => problem.IsCount)
                .ThenBy(problem => problem.Where.Column),
        ];
    }
}
