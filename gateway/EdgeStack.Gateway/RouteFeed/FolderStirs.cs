using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Tells one kind of change from the other by names alone.</summary>
internal static class FolderStirs
{
    /// <param name="path">What was made, changed or deleted.</param>
    public static FolderStir Of(string path) => RouteObject.IsDocumentKey(path) ? FolderStir.Writing : FolderStir.Beside;

    /// <param name="before">The earlier name.</param>
    /// <param name="now">The present one. An editor that moves a file aside is going to write it anew.</param>
    public static FolderStir OfRename(string before, string now) => RouteObject.IsDocumentKey(now) ? FolderStir.Whole : Of(before);
}
