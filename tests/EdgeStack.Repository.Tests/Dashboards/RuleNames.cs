using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>Holds the names in rules against those that are promised.</summary>
internal static partial class RuleNames
{
    // Prometheus' own series and the labels that it gives to all.
    private static readonly HashSet<string> OfPrometheus = new(["up", "ALERTS"], StringComparer.Ordinal);
    private static readonly string[] OfTargets = ["instance", "job"];

    /// <summary>What a rule names that nobody shows.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="file">All rules of the same file: what they record may be asked for.</param>
    /// <param name="families">Series that are promised, with their labels.</param>
    public static IEnumerable<string> Unknown(Rule rule, ImmutableArray<Rule> file, IReadOnlyDictionary<string, IReadOnlySet<string>> families)
    {
        HashSet<string> known = [.. OfTargets];
        foreach ((string metric, ImmutableArray<string> labels) in Query.Selectors(rule.Query))
        {
            if (LabelsOf(metric, file, families) is not { } its)
            {
                yield return $"{rule.Place}: {rule.Name} asks for {metric}, which stands on no page of docs/contracts";
                continue;
            }

            known.UnionWith(its);
            foreach (string label in labels.Where(label => !its.Contains(label) && !OfTargets.Contains(label, StringComparer.Ordinal)))
                yield return $"{rule.Place}: {rule.Name} chooses {metric} by {label}, a label that it does not have";
        }

        foreach (string label in Query.Groupings(rule.Query).Concat(rule.Texts.SelectMany(text => Told().Matches(text).Select(told => told.Groups["label"].Value))).Where(label => !known.Contains(label)))
            yield return $"{rule.Place}: {rule.Name} names the label {label}, which nothing has that it asks for";
    }

    private static IReadOnlySet<string>? LabelsOf(string metric, ImmutableArray<Rule> file, IReadOnlyDictionary<string, IReadOnlySet<string>> families)
    {
        if (OfPrometheus.Contains(metric))
            return new HashSet<string>(OfTargets, StringComparer.Ordinal);
        return families.GetValueOrDefault(metric) ?? (file.FirstOrDefault(rule => !rule.IsAlert && rule.Name == metric) is { } recorded ? LabelsOf(recorded, file, families) : null);
    }

    // What is grouped has the labels that it is grouped by; what is not has those of what it is made of.
    private static HashSet<string> LabelsOf(Rule recorded, ImmutableArray<Rule> file, IReadOnlyDictionary<string, IReadOnlySet<string>> families) => Query.Groupings(recorded.Query) is { Length: > 0 } groupings
        ? [.. groupings]
        : [.. Query.Selectors(recorded.Query).Where(selector => selector.Metric != recorded.Name).SelectMany(selector => LabelsOf(selector.Metric, file, families) ?? new HashSet<string>())];

    [GeneratedRegex(@"\$labels\.(?<label>\w+)")]
    private static partial Regex Told();
}
