using System.Text;
using EdgeStack.RouteFolders;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Tests.RouteFolders;

public sealed class RouteFileReadingTests
{
    [Fact]
    public void A_file_behind_links_is_read_as_a_mounted_config_map_has_it()
    {
        using TemporaryFolder folder = new();
        folder.Write("..2026/routes.yaml", "routes: [] # ü");
        Directory.CreateSymbolicLink(folder.File("..data"), "..2026");
        File.CreateSymbolicLink(folder.File("routes.yaml"), "..data/routes.yaml");
        Assert.Equal(new RouteFileReading.Text("routes: [] # ü"), RouteFileReading.Of(folder.File("routes.yaml")));
    }

    [Fact]
    public void A_text_begins_behind_its_byte_order_mark()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.yaml"), "routes: []", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(new RouteFileReading.Text("routes: []"), RouteFileReading.Of(folder.File("a.yaml")));
    }

    [Fact]
    public void Of_a_file_without_end_the_beginning_is_read_and_that_is_too_much()
    {
        using TemporaryFolder folder = new();
        using (FileStream large = File.Create(folder.File("large")))
            large.SetLength(8L << 30);
        File.CreateSymbolicLink(folder.File("a.yaml"), "large");
        string text = Assert.IsType<RouteFileReading.Text>(RouteFileReading.Of(folder.File("a.yaml"))).Letters;
        Assert.InRange(text.Length, YamlText.MaxLength + 1, 5 * YamlText.MaxLength);
        List<Problem> problems = [];
        YamlText.Load(text, new TextOrigin("a.yaml", "a.yaml"), problems);
        Assert.Equal("is larger than 1 MiB", Assert.Single(problems).Message);
    }

    [Theory]
    [InlineData("/dev/zero", "it is no ordinary file, but a pipe, a socket or a device")]
    [InlineData("nowhere", "No such file or directory")]
    [InlineData("a.yaml", "Too many levels of symbolic links")]
    public void What_is_no_file_is_refused_with_the_reason(string target, string why)
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.File("a.yaml"), target);
        Assert.Equal(new RouteFileReading.Refused(why), RouteFileReading.Of(folder.File("a.yaml")));
    }
}
