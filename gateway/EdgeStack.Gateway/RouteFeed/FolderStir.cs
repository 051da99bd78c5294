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
