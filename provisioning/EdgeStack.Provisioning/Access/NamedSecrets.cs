using System.Collections.Immutable;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Access;

/// <summary>The Secrets that the routes of files name.</summary>
internal static class NamedSecrets
{
    /// <summary>Namespace and name of each; what cannot be read is added to the problems.</summary>
    public static ImmutableArray<(string Namespace, string Name)> Of(RouteFiles files, ICollection<Problem> problems)
    {
        List<(string, string)> found = [];
        foreach (RouteFile file in files.Files)
        {
            if (file.ReadText(problems) is { } text)
                found.AddRange(ManifestReader.Read(file.Shown, text).Objects.SelectMany(routes => RouteReader.Read(routes).Routes)
                    .SelectMany(route => route.SecretNames().Select(name => (route.Namespace, name))));
        }

        return [.. found];
    }
}
