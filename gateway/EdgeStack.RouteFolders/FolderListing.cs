using System.Collections.Immutable;
using EdgeStack.Routes.Documents;

namespace EdgeStack.RouteFolders;

/// <summary>What stands in a folder of routes at one moment.</summary>
/// <param name="Files">Route files, in the order of their paths.</param>
/// <param name="LinkedFolders">Real paths of folders that are reached through links: a watch on the root does not see into them.</param>
/// <param name="Unreadable">Folders that could not be listed, with the reason; what was known below them must stay.</param>
public sealed record FolderListing(ImmutableArray<string> Files, ImmutableArray<string> LinkedFolders, ImmutableDictionary<string, string> Unreadable)
{
    // Deeper is a mistake.
    private const int MaxDepth = 8;

    /// <param name="folder">The root.</param>
    /// <param name="entries">Lists a folder's entries; a parameter so that a folder without permission can be tested.</param>
    public static FolderListing Of(string folder, Func<string, IEnumerable<string>>? entries = null)
    {
        Walk walk = new(entries ?? Directory.GetFileSystemEntries);
        walk.Into(folder, 0);
        return new FolderListing([.. walk.Files], [.. walk.Linked], walk.Unreadable.ToImmutable());
    }

    /// <summary>Whether a file or folder of this name is looked at. Names that begin with a dot are kubelet's hidden folders, editors' swap files and git's own.</summary>
    public static bool IsShown(string name) => !name.StartsWith('.');

    private sealed class Walk(Func<string, IEnumerable<string>> entries)
    {
        private readonly HashSet<(uint, uint, ulong)> _visited = [];

        public List<string> Files { get; } = [];

        public List<string> Linked { get; } = [];

        public ImmutableDictionary<string, string>.Builder Unreadable { get; } = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);

        public void Into(string folder, int depth)
        {
            try
            {
                // Links may lead in circles or to the same place twice, under ever new names; its routes count once.
                if (depth > MaxDepth || (FileStatus.Of(folder, followLinks: true) is { } status && !_visited.Add(status.Identity)))
                    return;
                if (Directory.ResolveLinkTarget(folder, returnFinalTarget: true) is { } real)
                    Linked.Add(real.FullName);
                foreach (string path in entries(folder).Where(path => IsShown(Path.GetFileName(path))).Order(StringComparer.Ordinal))
                    Take(path, depth);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Unreadable[folder] = fault.Message;
            }
        }

        private void Take(string path, int depth)
        {
            if (Directory.Exists(path))
                Into(path, depth + 1);
            else if (RouteObject.IsDocumentKey(path))
                Files.Add(path);
        }
    }
}
