using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Graph;

public sealed class FolderGraphTests
{
    public static TheoryData<string> Projects => [.. ProjectFile.All.Where(project => RepositoryTree.IsInRoom(project.Path)).Select(project => project.Folder)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_between_folders_never_lead_back(string project) =>
        Findings.None(FolderGraph.Cycles(FolderGraph.Arrows(project, [.. RepositoryTree.Sources.Where(file => file.Path.StartsWith(project + "/", StringComparison.Ordinal))])));

    [Fact]
    public void A_two_way_pair_is_found_with_both_of_its_lines() => Assert.Equal(["p/X/A/One.cs:2", "p/X/B/Two.cs:2"], Cycles(
        ("A/One.cs", "namespace X.A;\nclass One { X.B.Two? two; }"), ("B/Two.cs", "namespace X.B;\nclass Two { X.A.One? one; }")));

    [Fact]
    public void A_way_back_over_a_third_folder_is_found() => Assert.Equal(3, Cycles(
        ("A/One.cs", "using X.B;\nnamespace X.A;\nclass One { Two? two; }"), ("B/Two.cs", "using X.C;\nnamespace X.B;\nclass Two { Three? three; }"),
        ("C/Three.cs", "namespace X.C;\nclass Three { A.One? one; }")).Length);

    [Fact]
    public void A_using_line_counts_even_where_nothing_of_it_can_be_understood() => Assert.Equal(["p/X/A/One.cs:1", "p/X/B/Two.cs:1"], Cycles(
        ("A/One.cs", "using X.B;\nnamespace X.A;\nclass One;"), ("B/Two.cs", "using X.A;\nnamespace X.B;\nclass Two;")));

    [Fact]
    public void A_folder_may_use_a_type_of_the_root_but_not_come_back_to_itself_through_it()
    {
        (string, string) program = ("Program.cs", "X.A.One.Run();"), one = ("A/One.cs", "namespace X.A;\nclass One { public static void Run() { } Leaf? leaf; }");
        Assert.Empty(Cycles(program, one, ("Leaf.cs", "namespace X;\nclass Leaf;")));
        Assert.Equal(2, Cycles(program, one, ("Leaf.cs", "namespace X;\nclass Leaf { A.One? one; }")).Length);
    }

    private static string[] Cycles(params (string Path, string Text)[] files) =>
        [.. FolderGraph.Cycles(FolderGraph.Arrows("p/X", [.. files.Select(file => new SourceFile($"p/X/{file.Path}", file.Text))])).Select(finding => finding.Split(": ")[0])];
}
