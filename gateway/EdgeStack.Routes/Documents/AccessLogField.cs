using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>The field <c>accessLog</c> of a route, read.</summary>
/// <param name="Exclude">Requests that are not logged; null when there are problems.</param>
/// <param name="Problems">In the order of the text.</param>
internal sealed record AccessLogField(RuleNode? Exclude, ImmutableArray<Problem> Problems)
{
    private const string ExcludeKey = "exclude", Example = "write 'accessLog: { exclude: \"PathPrefix(`/healthz`)\" }'";

    public static AccessLogField Read(YamlNode node, TextOrigin origin, PatternBudget patterns)
    {
        if (node is not YamlMappingNode { Children.Count: > 0 } mapping)
            return Wrong(origin.At(node.Start), "'accessLog' is not a mapping", Example);
        ImmutableArray<Problem>.Builder problems = ImmutableArray.CreateBuilder<Problem>();
        RuleNode? exclude = null;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (name != ExcludeKey)
                problems.Add(new Problem(Severity.Error, origin.At(key.Start), $"unknown field '{name}' in 'accessLog'", NearestName.Suggestion(name, [ExcludeKey])));
            else if (value is not YamlScalarNode { Value: { Length: > 0 } rule } scalar)
                problems.Add(new Problem(Severity.Error, origin.At(value.Start), "'exclude' is not a rule", Example));
            else
                exclude = ReadRule(rule, scalar, origin, patterns, problems);
        }

        return new AccessLogField(problems.Count > 0 ? null : exclude, problems.ToImmutable());
    }

    private static RuleNode? ReadRule(string rule, YamlScalarNode node, TextOrigin origin, PatternBudget patterns, ImmutableArray<Problem>.Builder problems)
    {
        RuleReading reading = RuleReader.Read(rule, patterns);
        problems.AddRange(reading.Problems.Select(problem => origin.Of(problem, node)));
        return reading.Rule;
    }

    private static AccessLogField Wrong(SourceLocation where, string message, string fix) => new(null, [new Problem(Severity.Error, where, message, fix)]);
}
