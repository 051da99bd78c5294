using System.Collections.Immutable;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Provisioning.Access;

/// <summary>The Secrets that the routes of files name.</summary>
internal static class NamedSecrets
{
    /// <summary>Namespace and name of each; a file that cannot be read adds a sentence to the faults.</summary>
    public static ImmutableArray<(string Namespace, string Name)> Of(RouteFiles files, ICollection<string> faults)
    {
        List<(string, string)> found = [];
        foreach (RouteFile file in files.Files)
        {
            try
            {
                found.AddRange(ManifestReader.Read(file.Shown, File.ReadAllText(file.FullPath)).Objects.SelectMany(routes => RouteReader.Read(routes).Routes)
                    .SelectMany(route => route.SecretNames().Select(name => (route.Namespace, name))));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                faults.Add($"{file.Shown} cannot be read: {fault.Message}");
            }
        }

        return [.. found];
    }
}
