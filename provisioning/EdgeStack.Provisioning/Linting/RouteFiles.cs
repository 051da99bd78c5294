using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>The files behind the paths that were given.</summary>
/// <param name="Files">In the order of the paths, those of a folder by name.</param>
/// <param name="Missing">A sentence for each path that does not exist.</param>
internal sealed record RouteFiles(ImmutableArray<RouteFile> Files, ImmutableArray<string> Missing)
{
    // A loop of links must not become a loop of ours.
    private const int MaxDepth = 8;

    public static RouteFiles Find(string directory, IEnumerable<string> paths)
    {
        ImmutableArray<RouteFile>.Builder files = ImmutableArray.CreateBuilder<RouteFile>();
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        foreach (string path in paths)
        {
            string full = Path.Combine(directory, path);
            if (Directory.Exists(full))
                files.AddRange(InFolder(full, path));
            else if (File.Exists(full))
                files.Add(new RouteFile(full, path));
            else
                missing.Add($"there is no file or folder '{path}'{Nearest(directory, path)}");
        }

        return new RouteFiles([.. files.DistinctBy(file => Path.GetFullPath(file.FullPath))], missing.ToImmutable());
    }

    // The same files that the gateway reads from a folder: sub-folders too, nothing that begins with a dot.
    private static IEnumerable<RouteFile> InFolder(string full, string shown, int depth = 0) => depth > MaxDepth
        ? []
        : Directory.EnumerateFileSystemEntries(full)
            .Where(entry => !Path.GetFileName(entry).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .SelectMany(entry => InEntry(entry, Path.Combine(shown, Path.GetFileName(entry)), depth));

    private static IEnumerable<RouteFile> InEntry(string entry, string shown, int depth) =>
        Directory.Exists(entry) ? InFolder(entry, shown, depth + 1)
        : Path.GetExtension(entry) is ".yaml" or ".yml" or ".json" ? [new RouteFile(entry, shown)]
        : [];

    private static string Nearest(string directory, string path)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        string parent = Path.GetDirectoryName(trimmed) ?? "";
        string folder = Path.Combine(directory, parent);
        if (!Directory.Exists(folder))
            return "";
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))];
        return NearestName.Of(Path.GetFileName(trimmed), names) is { } nearest
            ? $"; did you mean '{Path.Combine(parent, nearest)}'?"
            : trimmed == "routes" ? "; `edgestack up` writes a sample there" : "";
    }
}
