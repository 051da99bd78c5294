using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Pages;

/// <summary>Words beside the source age; these tests notice.</summary>
public sealed class PageTests
{
    // A page of instructions for operators may be longer than a room's.
    private const int RoomLines = 40, DeployLines = 60, DecisionLines = 40;

    private static readonly KnownNames Known = new(
        RepositoryTree.Files.Where(file => Path.GetExtension(file) is not (".md" or ".sln") && Path.GetFileName(file) is not ("packages.lock.json" or "LICENSE")
            && !file.StartsWith("tests/EdgeStack.Repository.Tests/", StringComparison.Ordinal)).Select(RepositoryTree.Text),
        RepositoryTree.Exists);

    [Fact]
    public void Every_project_of_a_room_has_a_readme() => Findings.None(Graph.ProjectFile.All
        .Where(project => RepositoryTree.IsInRoom(project.Path) && !RepositoryTree.Exists($"{project.Folder}/README.md"))
        .Select(project => $"{project.Folder}/README.md: is missing; say what the room is for, its data flow in one sentence, how to run it alone, what must never be added"));

    [Fact]
    public void A_room_s_readme_is_short() => Findings.None(Readmes.SelectMany(page => TooLong(page, page.StartsWith("deploy/", StringComparison.Ordinal) ? DeployLines : RoomLines)));

    [Fact]
    public void A_name_in_a_room_s_readme_exists() => Findings.None(Readmes.SelectMany(page => Unknown(page, RepositoryTree.Text(page), Known)));

    [Fact]
    public void A_decision_is_short() => Findings.None(Pages("docs/decisions/").SelectMany(page => TooLong(page, DecisionLines)));

    [Fact]
    public void A_contract_names_its_golden_test_or_is_linked_to() => Findings.None(Pages("docs/contracts/")
        .Where(page => !CodeSpan.On(RepositoryTree.Text(page)).Any(span => span.Text.StartsWith("tests/", StringComparison.Ordinal))
            && !RepositoryTree.Files.Any(file => file != page && Path.GetExtension(file) is ".md" or ".cs" && RepositoryTree.Text(file).Contains(page, StringComparison.Ordinal)))
        .Select(page => $"{page}:1: nothing pins this contract; name its golden test in back-ticks, beginning with tests/"));

    [Fact]
    public void A_path_on_a_page_of_docs_exists() => Findings.None(Pages("docs/").SelectMany(page => CodeSpan.On(RepositoryTree.Text(page))
        .Where(span => IsPath(span.Text) && !RepositoryTree.Exists(span.Text.TrimEnd('/')))
        .Select(span => $"{page}:{span.Line}: there is no '{span.Text}'; write the path that is there now")));

    [Theory]
    [InlineData("`RouteReader`", null)]
    [InlineData("`Router`", "Router")]
    [InlineData("`Documents/`", null)]
    [InlineData("`Nowhere/`", "Nowhere/")]
    [InlineData("`--routes DIR`", null)]
    [InlineData("`--roots DIR`", "roots")]
    [InlineData("`routes list`", null)]
    [InlineData("`routes lost`", "lost")]
    [InlineData("`=====`", null)]
    [InlineData("```\n`Router`\n```", null)]
    public void A_stale_name_is_found(string page, string? unknown)
    {
        KnownNames known = new(["class RouteReader;\nclass Routers;\n\"routes\" DIR list"], path => path == "room/Documents");
        string[] found = [.. Unknown("room/README.md", page, known)];
        Assert.Equal(unknown is null ? 0 : 1, found.Length);
        Assert.All(found, finding => Assert.Contains($"'{unknown?.TrimEnd('/')}", finding, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Readmes => RepositoryTree.Files.Where(file => Path.GetFileName(file) == "README.md"
        && (RepositoryTree.IsInRoom(file) || file.StartsWith("deploy/", StringComparison.Ordinal) || file.StartsWith("dashboards/", StringComparison.Ordinal)));

    private static IEnumerable<string> Pages(string folder) =>
        RepositoryTree.Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal));

    private static IEnumerable<string> TooLong(string page, int limit)
    {
        int lines = RepositoryTree.Text(page).TrimEnd('\n').Split('\n').Length;
        return lines > limit ? [$"{page}:{limit + 1}: has {lines} lines of {limit}; leave out what the source says itself"] : [];
    }

    private static IEnumerable<string> Unknown(string page, string text, KnownNames known) => CodeSpan.On(text)
        .Select(span => (span.Line, Name: known.FirstUnknown(span.Text, page[..page.LastIndexOf('/')])))
        .Where(found => found.Name is not null)
        .Select(found => $"{page}:{found.Line}: '{found.Name}' is nowhere in the source; write the name that it has now");

    private static bool IsPath(string text) =>
        !text.Contains(' ') && !text.Contains('…') && (string[])["gateway/", "platform/", "provisioning/", "collector/", "dashboards/", "tests/", "deploy/", "docs/"] is var roots
        && Array.Exists(roots, root => text.StartsWith(root, StringComparison.Ordinal));
}
