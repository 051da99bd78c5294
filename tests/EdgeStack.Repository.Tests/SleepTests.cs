using EdgeStack.Repository.Tests.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeStack.Repository.Tests;

/// <summary>A test waits for a condition, and always runs.</summary>
public sealed class SleepTests
{
    [Fact]
    public void No_test_sleeps() => Findings.None(Tests.Where(file => file.Name != "Eventually").SelectMany(Sleeps));

    [Fact]
    public void No_test_is_switched_off() => Findings.None(Tests.SelectMany(SwitchedOff));

    [Theory]
    [InlineData("Thread.Sleep(5)", 1)]
    [InlineData("System.Threading.Thread.Sleep(5)", 1)]
    [InlineData("await Task.Delay(Pause, time)", 1)]
    [InlineData("await Task\n.Delay(5)", 1)]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan, time, stop)", 0)]
    [InlineData("await clock.Delay(5)", 0)]
    [InlineData("Say(\"Task.Delay(5)\")", 0)]
    public void A_sleep_is_found(string statement, int found) => Assert.Equal(found, Sleeps(new SourceFile("A.cs", $"class A {{ async Task M() {{ {statement}; }} }}")).Count());

    [Theory]
    [InlineData("[Fact(Skip = \"flaky\")]", 1)]
    [InlineData("[Theory(DisplayName = \"x\", Skip = \"flaky\")]", 1)]
    [InlineData("[Fact]", 0)]
    public void A_test_that_is_switched_off_is_found(string attribute, int found) =>
        Assert.Equal(found, SwitchedOff(new SourceFile("A.cs", $"class A {{ {attribute} void M() {{ }} }}")).Count());

    private static IEnumerable<SourceFile> Tests => RepositoryTree.Sources.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal));

    private static IEnumerable<string> Sleeps(SourceFile file) => file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        .Where(access => (Last(access.Expression), access.Name.Identifier.Text) is ("Thread", "Sleep") or ("Task", "Delay") && !WaitsForCancellation(access))
        .Select(access => $"{file.At(access)}: {Last(access.Expression)}.{access.Name} waits for a clock; wait for the condition with Eventually.HoldsAsync, or move a FakeTimeProvider");

    // A delay without end is no clock: only its token ends it.
    private static bool WaitsForCancellation(MemberAccessExpressionSyntax access) =>
        access.Parent is InvocationExpressionSyntax { ArgumentList.Arguments: [var first, ..] } && first.ToString() is "Timeout.InfiniteTimeSpan" or "Timeout.Infinite";

    private static IEnumerable<string> SwitchedOff(SourceFile file) => file.Root.DescendantNodes().OfType<AttributeArgumentSyntax>()
        .Where(argument => argument.NameEquals?.Name.Identifier.Text == "Skip")
        .Select(argument => $"{file.At(argument)}: a test that never runs proves nothing; repair it or delete it");

    private static string Last(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.Text : expression.ToString();
}
