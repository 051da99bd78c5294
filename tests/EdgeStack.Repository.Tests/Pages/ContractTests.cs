using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Pages;

/// <summary>A contract's page and its golden test hold the same names: neither can change alone.</summary>
public sealed partial class ContractTests
{
    private const string GatewayTests = "tests/EdgeStack.Gateway.Tests/";

    [Fact]
    public void The_access_log_s_page_has_the_fields_of_a_line_in_their_order()
    {
        using JsonDocument line = JsonDocument.Parse(Golden("AccessLog/access-line.golden"));
        Assert.Equal(line.RootElement.EnumerateObject().Select(field => field.Name), FirstCells("docs/contracts/access-log.md"));
    }

    [Fact]
    public void The_metrics_page_has_the_families_that_a_gateway_has() => Assert.Equal(
        FamilyType().Matches(Golden("Health/families.golden")).Select(match => $"{match.Groups["name"].Value} {match.Groups["type"].Value}").Order(StringComparer.Ordinal),
        FamilyRow().Matches(RepositoryTree.Text("docs/contracts/metrics.md")).Select(match => $"{match.Groups["name"].Value} {match.Groups["type"].Value}").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("overview")]
    [InlineData("routes")]
    [InlineData("problems")]
    public void The_admin_api_s_page_has_every_field_of_an_answer(string answer)
    {
        using JsonDocument json = JsonDocument.Parse(Golden($"Admin/{answer}.golden"));
        string section = RepositoryTree.Text("docs/contracts/admin-api.md").Split("\n## ").Single(part => part.StartsWith($"`GET /api/v1/{answer}`", StringComparison.Ordinal));
        Assert.Empty(Fields(json.RootElement).Distinct(StringComparer.Ordinal).Except(Words(section), StringComparer.Ordinal));
    }

    [Fact]
    public void The_route_documents_page_has_every_field_that_is_known()
    {
        string[] known = [.. Literal().Matches(RepositoryTree.Text("gateway/EdgeStack.Routes/Documents/RouteFields.cs")).Select(match => match.Groups["text"].Value)];
        Assert.Contains("middlewares", known);
        Assert.Empty(known.Except([.. Words(RepositoryTree.Text("docs/contracts/route-documents.md")), "version", "routes"], StringComparer.Ordinal));
    }

    [Fact]
    public void The_events_page_has_the_reasons_that_there_are() => Assert.Equal(
        CamelCase().Matches(RepositoryTree.Text("gateway/EdgeStack.Gateway/Events/EventText.cs")).Select(match => match.Groups["word"].Value).Order(StringComparer.Ordinal),
        FirstCells("docs/contracts/events.md").Order(StringComparer.Ordinal));

    private static string Golden(string file) => RepositoryTree.Text(GatewayTests + file).Split("\n=====\n")[1];

    private static IEnumerable<string> FirstCells(string page) => RepositoryTree.Text(page).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .SelectMany(line => CodeSpan.On(line.Split('|')[1])).Select(span => span.Text);

    private static HashSet<string> Words(string page) => [.. CodeSpan.On(page).Select(span => span.Text.Replace("[]", "", StringComparison.Ordinal))];

    private static IEnumerable<string> Fields(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Fields(field.Value).Prepend(field.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Fields),
        _ => [],
    };

    [GeneratedRegex("\"(?<word>(?:[A-Z][a-z]+){2,})\"")]
    private static partial Regex CamelCase();

    [GeneratedRegex("^# TYPE (?<name>\\S+) (?<type>\\S+)$", RegexOptions.Multiline)]
    private static partial Regex FamilyType();

    [GeneratedRegex("^\\| `(?<name>edgestack_\\w+)` \\| (?<type>\\w+) \\|", RegexOptions.Multiline)]
    private static partial Regex FamilyRow();

    [GeneratedRegex("\"(?<text>[A-Za-z]+)\"")]
    private static partial Regex Literal();
}
