using EdgeStack.Testing;

namespace EdgeStack.Repository.Tests.Source;

/// <summary>The files of the repository, without what is built or belongs to one machine.</summary>
internal static class RepositoryTree
{
    /// <summary>The rooms that are programs and libraries; those that do not exist yet are empty.</summary>
    public static readonly string[] Rooms = ["gateway", "platform", "provisioning", "collector"];

    // What .gitignore holds, and folders that tools leave behind.
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal) { ".git", "artifacts", "bin", "obj", "node_modules", ".vs", ".idea" };

    /// <summary>Every file's path from the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Below("").Where(file => !file.StartsWith("routes/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Every C# file, parsed.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } = [.. Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(file => new SourceFile(file, Text(file)))];

    public static string Text(string file) => File.ReadAllText(Path.Combine(RepositoryRoot.Path, file));

    /// <summary>True for a file or folder of the repository.</summary>
    public static bool Exists(string path) => Path.Exists(Path.Combine(RepositoryRoot.Path, path));

    /// <summary>True for a file of one of the rooms.</summary>
    public static bool IsInRoom(string file) => Rooms.Contains(file.Split('/')[0], StringComparer.Ordinal);

    private static IEnumerable<string> Below(string folder)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(Path.Combine(RepositoryRoot.Path, folder)))
        {
            string name = Path.GetFileName(entry), path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (!Directory.Exists(entry))
                yield return path;
            else if (!NotOurs.Contains(name) && !new DirectoryInfo(entry).Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                foreach (string file in Below(path))
                    yield return file;
            }
        }
    }
}
