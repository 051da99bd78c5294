using EdgeStack.Repository.Tests.Graph;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Naming;

public sealed class NamesTests
{
    [Fact]
    public void A_file_holds_one_type_and_has_its_name() => Findings.None(RepositoryTree.Sources.SelectMany(Names.Misplaced));

    [Fact]
    public void A_namespace_is_its_folder() => Findings.None(ProjectFile.All.SelectMany(project => RepositoryTree.Sources
        .Where(file => file.Path.StartsWith(project.Folder + "/", StringComparison.Ordinal)).SelectMany(file => Names.WrongNamespace(file, project.Folder))));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Findings.None(RepositoryTree.Sources.SelectMany(Names.Banned));

    [Fact]
    public void No_folder_is_named_after_a_kind_of_code() => Findings.None(RepositoryTree.Files
        .Where(file => RepositoryTree.IsInRoom(file) || file.StartsWith("tests/", StringComparison.Ordinal))
        .SelectMany(Ancestors).Distinct(StringComparer.Ordinal).SelectMany(Names.BannedFolder));

    [Fact]
    public void No_project_is_named_after_sharing() => Findings.None(ProjectFile.All.SelectMany(project => Names.BannedProject(project.Path)));

    [Theory]
    [InlineData("class A;", 0)]
    [InlineData("class B;", 1)]
    [InlineData("class A; class B;", 1)]
    [InlineData("class A; file class B;", 0)]
    [InlineData("class A { class B; enum C; }", 0)]
    [InlineData("abstract record A; record B : A; record C : A;", 0)]
    [InlineData("record B; record A;", 1)]
    [InlineData("record A; enum B;", 1)]
    [InlineData("class A; record B;", 1)]
    public void A_misplaced_type_is_found(string text, int found) => Assert.Equal(found, Names.Misplaced(new SourceFile("p/X/A.cs", $"namespace X;\n{text}")).Count());

    [Theory]
    [InlineData("namespace X.Sub;", 0)]
    [InlineData("namespace X;", 1)]
    [InlineData("", 1)]
    public void A_wrong_namespace_is_found(string line, int found) => Assert.Equal(found, Names.WrongNamespace(new SourceFile("p/X/Sub/A.cs", $"{line}\nclass A;"), "p/X").Count());

    [Theory]
    [InlineData("class RouteManager;", 1)]
    [InlineData("class A { struct TextUtils; }", 1)]
    [InlineData("enum RouteInfo { }", 1)]
    [InlineData("class ShapeBase;", 1)]
    [InlineData("abstract class ShapeBase;", 0)]
    [InlineData("class Database;", 0)]
    public void A_name_that_says_nothing_is_found(string text, int found) => Assert.Equal(found, Names.Banned(new SourceFile("A.cs", text)).Count());

    private static IEnumerable<string> Ancestors(string file)
    {
        for (int slash = file.LastIndexOf('/'); slash > 0; slash = file.LastIndexOf('/', slash - 1))
            yield return file[..slash];
    }
}
