using System.Collections.Immutable;
using EdgeStack.Repository.Tests.Source;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>A rule of Prometheus: an alert, or a series that is recorded.</summary>
/// <param name="Name">Of the alert, or of the series.</param>
/// <param name="Place">File and line.</param>
/// <param name="Query">The expression.</param>
/// <param name="Texts">Its annotations.</param>
internal sealed record Rule(string Name, string Place, string Query, ImmutableArray<string> Texts)
{
    public const string File = "dashboards/prometheus/rules/edgestack-rules.yml";

    public bool IsAlert { get; init; }

    public static ImmutableArray<Rule> All { get; } = Read(File, RepositoryTree.Text(File));

    public static ImmutableArray<Rule> Read(string file, string text)
    {
        YamlStream yaml = [];
        yaml.Load(new StringReader(text));
        return [.. ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>().Select(rule => Of(file, rule))];
    }

    private static Rule Of(string file, YamlMappingNode rule)
    {
        bool isAlert = rule.Children.ContainsKey("alert");
        YamlNode query = rule["expr"];
        IEnumerable<string> texts = rule.Children.TryGetValue("annotations", out YamlNode? annotations) ? ((YamlMappingNode)annotations).Children.Values.Select(value => value.ToString()) : [];
        return new Rule(rule[isAlert ? "alert" : "record"].ToString(), $"{file}:{query.Start.Line}", query.ToString(), [.. texts]) { IsAlert = isAlert };
    }
}
