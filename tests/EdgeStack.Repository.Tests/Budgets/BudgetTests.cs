using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Budgets;

public sealed class BudgetTests
{
    [Fact]
    public void Files_methods_and_constructors_stay_within_their_budgets() => Findings.None(RepositoryTree.Sources.SelectMany(Budget.Exceeded));

    [Fact]
    public void What_exceeds_a_budget_is_found()
    {
        Assert.Empty(Found("A.cs", Lines(Budget.FileLines)));
        Assert.StartsWith("A.cs:401: the file has 401 lines", Assert.Single(Found("A.cs", Lines(Budget.FileLines + 1))), StringComparison.Ordinal);
        Assert.Empty(Found("Program.cs", Lines(Budget.ProgramLines)));
        Assert.Single(Found("Program.cs", Lines(Budget.ProgramLines + 1)));
        Assert.Empty(Found("A.cs", $"class A\n{{\nvoid M()\n{{\n{Lines(57)}}}\n}}\n"));
        Assert.StartsWith("A.cs:3: M has 61 lines", Assert.Single(Found("A.cs", $"class A\n{{\nvoid M()\n{{\n{Lines(58)}}}\n}}\n")), StringComparison.Ordinal);
        Assert.Single(Found("A.cs", "class A(int a, int b, int c, int d, int e, int f, int g);"));
        Assert.Single(Found("A.cs", "class A { A(int a, int b, int c, int d, int e, int f, int g) { } }"));
        Assert.Empty(Found("A.cs", "class A { void M(int a, int b, int c, int d, int e, int f, int g) { } }"));
    }

    private static string[] Found(string path, string text) => [.. Budget.Exceeded(new SourceFile(path, text))];

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("// line\n", count));
}
