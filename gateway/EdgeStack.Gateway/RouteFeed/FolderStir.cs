using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>What a folder's change says about its route files.</summary>
internal enum FolderStir : byte
{
    /// <summary>It is about something beside them, such as the new version of one while it is written.</summary>
    Beside,

    /// <summary>One of them may be in the middle of being written.</summary>
    Writing,

    /// <summary>One of them has got its name, with all that it holds.</summary>
    Whole,
}

/// <summary>Tells one kind of change from the other by names alone.</summary>
internal static class FolderStirs
{
    /// <param name="path">What was made, changed or deleted.</param>
    public static FolderStir Of(string path) => RouteObject.IsDocumentKey(path) ? FolderStir.Writing : FolderStir.Beside;

    /// <param name="before">The earlier name.</param>
    /// <param name="now">The present one. An editor that moves a file aside is going to write it anew.</param>
    public static FolderStir OfRename(string before, string now) => RouteObject.IsDocumentKey(now) ? FolderStir.Whole : Of(before);
}
