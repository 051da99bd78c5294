using EdgeStack.RouteFolders;

namespace EdgeStack.Routes.Tests.RouteFolders;

public sealed class FolderListingTests
{
    [Fact]
    public void A_sub_folder_without_permission_hides_only_what_is_in_it()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", "");
        folder.Write("lost+found/b.yaml", "");
        folder.Write("z.yaml", "");
        string locked = folder.File("lost+found");
        FolderListing listing = FolderListing.Of(folder.Path, path => path == locked ? throw new UnauthorizedAccessException("Permission denied") : Directory.GetFileSystemEntries(path));
        Assert.Equal([folder.File("a.yaml"), folder.File("z.yaml")], listing.Files);
        Assert.Equal("Permission denied", Assert.Single(listing.Unreadable, unreadable => unreadable.Key == locked).Value);
    }

    [Fact]
    public void A_folder_that_is_away_is_unreadable_itself()
    {
        FolderListing listing = FolderListing.Of("/nowhere/at/all");
        Assert.Empty(listing.Files);
        Assert.Equal("/nowhere/at/all", Assert.Single(listing.Unreadable).Key);
    }
}
