using System.Collections.Immutable;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>The files behind the paths that were given.</summary>
/// <param name="Files">In the order of the paths, those of a folder by name.</param>
/// <param name="Missing">A sentence for each path that does not exist.</param>
/// <param name="Unreadable">What could not be looked into, each with its reason.</param>
internal sealed record RouteFiles(ImmutableArray<RouteFile> Files, ImmutableArray<string> Missing, ImmutableArray<Problem> Unreadable)
{
    // A loop of links must not become a loop of ours.
    private const int MaxDepth = 8;

    private static readonly EnumerationOptions Listable = new() { IgnoreInaccessible = true };

    /// <param name="directory">What relative paths are relative to.</param>
    /// <param name="paths">As the person wrote them.</param>
    /// <param name="entries">Lists a folder's entries; a parameter so that a folder without permission can be tested.</param>
    public static RouteFiles Find(string directory, IEnumerable<string> paths, Func<string, string[]>? entries = null)
    {
        Walk walk = new(entries ?? Directory.GetFileSystemEntries);
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        foreach (string path in paths)
        {
            string full = Path.Combine(directory, path);
            if (Directory.Exists(full))
                walk.Into(full, path, 0);
            else if (File.Exists(full))
                walk.Files.Add(new RouteFile(full, path));
            else if (WhyDenied(full) is { } why)
                walk.Unreadable.Add(CannotBeRead(path, why));
            else
                missing.Add($"there is no file or folder '{path}'{Nearest(directory, path)}");
        }

        return new RouteFiles([.. walk.Files.DistinctBy(file => Path.GetFullPath(file.FullPath))], missing.ToImmutable(), [.. walk.Unreadable]);
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

    // The same files that the gateway reads from a folder: sub-folders too, nothing that begins with a dot.
    private sealed class Walk(Func<string, string[]> entries)
    {
        public List<RouteFile> Files { get; } = [];

        public List<Problem> Unreadable { get; } = [];

        public void Into(string full, string shown, int depth)
        {
            if (depth > MaxDepth)
                return;
            try
            {
                foreach (string entry in entries(full).Where(entry => !Path.GetFileName(entry).StartsWith('.')).Order(StringComparer.Ordinal))
                    Take(entry, Path.Combine(shown, Path.GetFileName(entry)), depth);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Unreadable.Add(CannotBeRead(shown, error.Message));
            }
        }

        private void Take(string entry, string shown, int depth)
        {
            if (Directory.Exists(entry))
                Into(entry, shown, depth + 1);
            else if (Path.GetExtension(entry) is ".yaml" or ".yml" or ".json")
                Files.Add(new RouteFile(entry, shown));
        }
    }
}
