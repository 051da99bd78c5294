using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads a route's field <c>limits</c>: <c>{ body: 10485760, uploadRate: 1024 }</c>.</summary>
internal static class LimitsReader
{
    private const string Body = "body", UploadRate = "uploadRate";
    private const string Example = "write 'limits: { body: 10485760, uploadRate: 1024 }'";

    private static readonly ImmutableArray<string> Names = [Body, UploadRate];

    /// <param name="node">The field's value.</param>
    /// <param name="report">Takes each problem: where it is, what it is, what to write instead.</param>
    public static RouteLimits Read(YamlNode node, Action<YamlNode, string, string?> report)
    {
        if (node is not YamlMappingNode mapping)
        {
            report(node, "'limits' is not a mapping", Example);
            return RouteLimits.None;
        }

        RouteLimits limits = RouteLimits.None;
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!Names.Contains(name, StringComparer.Ordinal))
                report(key, $"unknown limit '{name}'", NearestName.Suggestion(name, Names));
            else if (!long.TryParse((value as YamlScalarNode)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long amount))
                report(value, $"'{name}' is not a whole number of bytes{(name == UploadRate ? " a second" : "")}", Example);
            else
                limits = name == Body ? limits with { Body = amount } : limits with { UploadRate = amount };
        }

        return limits;
    }
}
