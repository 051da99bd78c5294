using System.Text.RegularExpressions;
using EdgeStack.Repository.Tests.Source;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeStack.Repository.Tests.Reliability;

/// <summary>Every fault that the gateway promises to stand is a row of rows.txt, and has a test whose name begins with the row's.</summary>
public sealed partial class RowTests
{
    private static readonly string[] Rows = [.. RepositoryTree.Text("tests/EdgeStack.Repository.Tests/Reliability/rows.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static readonly Dictionary<string, string> ByTests = Proven(RepositoryTree.Sources);

    [Fact]
    public void Every_row_has_a_test_named_after_it() => Findings.None(Rows
        .Where(row => !ByTests.ContainsKey(IdOf(row)))
        .Select(row => $"no test's name begins with {IdOf(row).Replace('-', '_')}_; write one about: {row[(IdOf(row).Length + 1)..]}"));

    [Fact]
    public void Every_row_that_a_test_is_named_after_exists() => Findings.None(ByTests
        .Where(proof => !Rows.Any(row => IdOf(row) == proof.Key))
        .Select(proof => $"{proof.Value}: rows.txt has no row {proof.Key}; correct the name or add the row"));

    [Fact]
    public void A_row_stands_once_and_in_order_with_what_it_is_about()
    {
        Assert.All(Rows, row => Assert.Matches(Row(), row));
        Assert.Equal(Rows.Length, Rows.Select(IdOf).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Rows.GroupBy(row => row[..2]), section => Assert.Equal(section.Select(IdOf).Order(StringComparer.Ordinal), section.Select(IdOf)));
    }

    [Theory]
    [InlineData("[Fact] public void K8_01_a_watch_is_closed() { }", "K8-01")]
    [InlineData("[Theory] [InlineData(1)] public async Task HD_03_HD_04_A_header(int a) { }", "HD-03 HD-04")]
    [InlineData("[Fact] public void A_watch_is_closed_as_in_K8_01_() { }", "")]
    [InlineData("[Fact] public void K8_01() { }", "")]
    [InlineData("public void K8_01_is_no_test() { }", "")]
    public void Only_a_test_whose_name_begins_with_a_row_proves_it(string method, string rows) =>
        Assert.Equal(rows, string.Join(' ', Proven([new SourceFile("tests/A.cs", $"class A {{ {method} }}")]).Keys.Order(StringComparer.Ordinal)));

    private static string IdOf(string row) => row.Split(' ')[0];

    /// <summary>Rows that tests are named after, each with a place.</summary>
    private static Dictionary<string, string> Proven(IEnumerable<SourceFile> sources) => sources
        .Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal))
        .SelectMany(file => file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Fact" or "Theory"))
            .SelectMany(method => Beginning().Match(method.Identifier.Text).Groups["row"].Captures.Select(row => (Id: row.Value.Replace('_', '-'), Place: file.At(method)))))
        .GroupBy(proof => proof.Id, StringComparer.Ordinal).ToDictionary(proofs => proofs.Key, proofs => proofs.First().Place, StringComparer.Ordinal);

    [GeneratedRegex("^[A-Z][A-Z0-9]-[0-9]{2} \\S")]
    private static partial Regex Row();

    [GeneratedRegex("^(?:(?<row>[A-Z][A-Z0-9]_[0-9]{2})_(?=.))+")]
    private static partial Regex Beginning();
}
