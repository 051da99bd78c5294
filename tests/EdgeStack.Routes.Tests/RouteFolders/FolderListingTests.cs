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

    [Theory]
    [InlineData("self", ".")]
    [InlineData("sub/up", "..")]
    [InlineData("behind/sub/up", "..")]
    [InlineData("behind/root", "../routes")]
    [InlineData("two", "../behind/sub")]
    public void A_circle_of_links_ends_and_what_several_ways_lead_to_counts_once(string link, string target)
    {
        using TemporaryFolder folder = new();
        foreach (string file in new[] { "routes/a.yaml", "routes/sub/b.yaml", "behind/c.yaml", "behind/sub/d.yaml" })
            folder.Write(file, "");
        Directory.CreateSymbolicLink(folder.File("routes/behind"), "../behind");
        Directory.CreateSymbolicLink(folder.File($"routes/{link}"), target);
        foreach (string root in new[] { "routes", "routes/" })
        {
            IEnumerable<string> files = FolderListing.Of(folder.File(root)).Files.Select(file => Path.GetFileName(file));
            Assert.Equal(["a.yaml", "b.yaml", "c.yaml", "d.yaml"], files.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_folder_that_is_away_is_unreadable_itself()
    {
        FolderListing listing = FolderListing.Of("/nowhere/at/all");
        Assert.Empty(listing.Files);
        Assert.Equal("/nowhere/at/all", Assert.Single(listing.Unreadable).Key);
    }
}
