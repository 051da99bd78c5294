using System.Collections.Immutable;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Access;

/// <summary>The Secrets that the routes of files name.</summary>
internal static class NamedSecrets
{
    /// <summary>Namespace and name of each; what cannot be read is added to the problems, and so is each error, behind which further names may stand.</summary>
    public static ImmutableArray<(string Namespace, string Name)> Of(RouteFiles files, ICollection<Problem> problems)
    {
        List<(string, string)> found = [];
        foreach (RouteFile file in files.Files)
        {
            if (file.ReadText(problems) is not { } text)
                continue;
            ManifestReading manifests = ManifestReader.Read(file.Shown, text, file.Name);
            RouteReading[] readings = [.. manifests.Objects.Select(RouteReader.Read)];
            foreach (Problem error in manifests.Problems.Concat(readings.SelectMany(reading => reading.Problems)).Where(problem => problem.Severity == Severity.Error))
                problems.Add(error);
            found.AddRange(readings.SelectMany(reading => reading.Routes).SelectMany(route => route.SecretNames().Select(name => (route.Namespace, name))));
        }

        return [.. found];
    }
}
