using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.RouteFolders;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>The files behind the paths that were given.</summary>
/// <param name="Files">In the order of the paths, those of a folder by name.</param>
/// <param name="Missing">A sentence for each path that does not exist.</param>
/// <param name="Unreadable">What could not be looked into, each with its reason.</param>
internal sealed record RouteFiles(ImmutableArray<RouteFile> Files, ImmutableArray<string> Missing, ImmutableArray<Problem> Unreadable)
{
    private static readonly EnumerationOptions Listable = new() { IgnoreInaccessible = true };

    /// <param name="directory">What relative paths are relative to.</param>
    /// <param name="paths">As the person wrote them.</param>
    /// <param name="entries">Lists a folder's entries; a parameter so that a folder without permission can be tested.</param>
    public static RouteFiles Find(string directory, IEnumerable<string> paths, Func<string, IEnumerable<string>>? entries = null)
    {
        List<RouteFile> files = [];
        List<string> missing = [];
        List<Problem> unreadable = [];
        foreach (string path in paths)
        {
            string full = Path.Combine(directory, path);
            if (Directory.Exists(full))
                AddFolder(full, path, FolderListing.Of(full, entries), files, unreadable);
            else if (File.Exists(full))
                files.Add(new RouteFile(full, path, Path.GetFileName(path)));
            else if (WhyDenied(full) is { } why)
                unreadable.Add(CannotBeRead(path, why));
            else
                missing.Add($"there is no file or folder '{path}'{Nearest(directory, path)}");
        }

        return new RouteFiles([.. files.DistinctBy(file => Path.GetFullPath(file.FullPath))], [.. missing], [.. unreadable]);
    }

    private static void AddFolder(string full, string shown, FolderListing listing, List<RouteFile> files, List<Problem> unreadable)
    {
        foreach (string file in listing.Files)
            files.Add(new RouteFile(file, Shown(file), Path.GetRelativePath(full, file)));
        foreach ((string folder, string why) in listing.Unreadable.OrderBy(folder => folder.Key, StringComparer.Ordinal))
            unreadable.Add(CannotBeRead(Shown(folder), why));

        string Shown(string path) => Path.GetRelativePath(full, path) is not "." and var below ? Path.Combine(shown, below) : shown;
    }

    /// <summary>The problem of a path that cannot be read, as a whole.</summary>
    public static Problem CannotBeRead(string shown, string why) =>
        new(Severity.Error, new SourceLocation(shown, shown, 0, 0), $"cannot be read: {why}");

    // What stands in a folder without permission looks as if it did not exist.
    private static string? WhyDenied(string full)
    {
        try
        {
            File.GetAttributes(full);
            return null;
        }
        catch (UnauthorizedAccessException error)
        {
            return error.Message;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Nearest(string directory, string path)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        string parent = Path.GetDirectoryName(trimmed) ?? "";
        string folder = Path.Combine(directory, parent);
        if (!Directory.Exists(folder))
            return "";
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder, "*", Listable).Select(entry => Path.GetFileName(entry))];
        return NearestName.Of(Path.GetFileName(trimmed), names) is { } nearest
            ? $"; did you mean '{Path.Combine(parent, nearest)}'?"
            : trimmed == "routes" ? "; `edgestack up` writes a sample there" : "";
    }
}
