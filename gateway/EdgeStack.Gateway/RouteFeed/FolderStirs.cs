using EdgeStack.RouteFolders;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Tells one kind of change from the other by names alone.</summary>
internal static class FolderStirs
{
    /// <param name="path">What was made, changed or deleted, relative to the folder that is watched.</param>
    public static FolderStir Of(string path) => IsRouteFile(path) ? FolderStir.Writing : FolderStir.Beside;

    /// <param name="before">The earlier name, relative to the folder that is watched.</param>
    /// <param name="now">The present one. An editor that moves a file aside is going to write it anew.</param>
    public static FolderStir OfRename(string before, string now) =>
        IsRouteFile(before) ? FolderStir.Writing : IsRouteFile(now) ? FolderStir.Whole : FolderStir.Beside;

    private static bool IsRouteFile(string path) => RouteObject.IsDocumentKey(path) && Array.TrueForAll(path.Split(Path.DirectorySeparatorChar), FolderListing.IsShown);
}
