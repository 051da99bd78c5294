using System.Collections.Immutable;
using System.Text.RegularExpressions;
using EdgeStack.Repository.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>Rules ask for what the programs show, and for nothing else: a name that nobody has makes an alert that never fires.</summary>
public sealed partial class RuleTests
{
    private const string Tests = "dashboards/prometheus/rules-tests/edgestack-rules-test.yml", Alertmanager = "dashboards/alertmanager/edgestack-alertmanager.yml", Always = "vector(1)";

    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Families = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
    {
        ["requests_total"] = new HashSet<string>(["host", "code"], StringComparer.Ordinal),
        ["limit"] = new HashSet<string>(StringComparer.Ordinal),
    };

    [Fact]
    public void Every_name_in_a_rule_stands_in_the_contracts() => Findings.None(Rule.All.SelectMany(rule => RuleNames.Unknown(rule, Rule.All, ContractFamilies.All)));

    [Fact]
    public void Every_alert_is_seen_to_fire_and_not_to_fire() => Findings.None(Rule.All.Where(rule => rule.IsAlert).SelectMany(Untried));

    [Fact]
    public void Alertmanager_knows_alerts_that_there_are()
    {
        string[] named = [.. AlertName().Matches(RepositoryTree.Text(Alertmanager)).Select(match => match.Groups["name"].Value)];
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Rule.All.Where(rule => rule.IsAlert).Select(rule => rule.Name), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("requests_total", "", null)]
    [InlineData("rate(requests_total{code=~\"5..\", host!='a'}[5m]) / 1e3 > 2", "{{ $labels.host }}", null)]
    [InlineData("sum by (host) (requests_total) > on (instance) group_left () limit offset 1d", "", null)]
    [InlineData("recorded:requests:sum{host=\"other_total\"} or up{job=\"a\"}", "{{ $labels.host }}", null)]
    [InlineData("requests", "", "asks for requests,")]
    [InlineData("rate(requests_totals[5m])", "", "asks for requests_totals,")]
    [InlineData("requests_total and on (host) gone{host=\"a\"}", "", "asks for gone,")]
    [InlineData("requests_total{route=\"a\"}", "", "by route,")]
    [InlineData("limit{host=\"a\"}", "", "by host,")]
    [InlineData("sum by (cluster) (requests_total)", "", "the label cluster,")]
    [InlineData("requests_total", "{{ $labels.mount }}", "the label mount,")]
    [InlineData("recorded:requests:sum", "{{ $labels.code }}", "the label code,")]
    [InlineData("recorded:requests:summe", "", "asks for recorded:requests:summe,")]
    public void A_name_that_nobody_has_is_found(string query, string text, string? finding)
    {
        ImmutableArray<Rule> file = [new Rule("recorded:requests:sum", "f:1", "sum by (host) (requests_total)", [])];

        string[] found = [.. RuleNames.Unknown(new Rule("Alert", "f:2", query, [text]) { IsAlert = true }, file, Families)];

        Assert.Equal(finding is null ? 0 : 1, found.Length);
        Assert.All(found, one => Assert.Contains(finding!, one, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_s_rows_are_read_with_their_labels() => Assert.Equal(
        ["a_total host,code", "b_bucket host,le", "b_sum host", "b_count host", "c source", "d source", "e "],
        ContractFamilies.Read(
            """
            | family | type | labels | what |
            | `a_total` | counter | `host`, `code` | `x` and `y` |
            | `b` | histogram | `host` | |
            | part | `c` | gauge | `source` | a \| b |
            | `d` | gauge | the same | |
            | `e` | untyped | | |
            | `f` and `g` | gauge | `h` | |
            """).Select(series => $"{series.Name} {string.Join(',', series.Labels)}"));

    private static IEnumerable<string> Untried(Rule alert)
    {
        YamlNode[] looks = [.. Looks.Where(look => look["alertname"].ToString() == alert.Name)];
        if (!looks.Any(Fires))
            yield return $"{alert.Place}: {alert.Name} never fires in {Tests}";
        // Of the one that always fires there is nothing else to see.
        if (alert.Query != Always && looks.All(Fires))
            yield return $"{alert.Place}: {alert.Name} is never seen quiet in {Tests}";
    }

    private static bool Fires(YamlNode look) => ((YamlSequenceNode)look["exp_alerts"]).Children.Count > 0;

    private static ImmutableArray<YamlNode> Looks { get; } = Read();

    private static ImmutableArray<YamlNode> Read()
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(RepositoryTree.Text(Tests)));
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["tests"]).Where(test => ((YamlMappingNode)test).Children.ContainsKey("alert_rule_test")).SelectMany(test => (YamlSequenceNode)test["alert_rule_test"])];
    }

    [GeneratedRegex("alertname=~?\"(?<name>\\w+)\"")]
    private static partial Regex AlertName();
}
