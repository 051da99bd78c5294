using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Middlewares;

/// <summary>
/// Reads the list <c>middlewares</c> of a route. Each item is a mapping with one key, the middleware's name, as in Traefik:
/// <c>- stripPrefix: { prefixes: [/v2] }</c>.
/// </summary>
public sealed class MiddlewareReader
{
    private readonly bool _fromCluster;
    private readonly PatternBudget? _patterns;
    private readonly List<MiddlewareProblem> _problems = [];

    private MiddlewareReader(bool fromCluster, PatternBudget? patterns) => (_fromCluster, _patterns) = (fromCluster, patterns);

    /// <param name="node">The value of <c>middlewares</c>.</param>
    /// <param name="fromCluster">True when the text came from an API server: then it may not name files of the gateway's machine.</param>
    /// <param name="patterns">What the patterns of its object may still weigh; null where a list stands alone.</param>
    public static MiddlewareReading Read(YamlNode node, bool fromCluster, PatternBudget? patterns = null)
    {
        MiddlewareReader reader = new(fromCluster, patterns);
        ImmutableArray<MiddlewareSpec> specs = node is YamlSequenceNode list ? [.. list.Select(reader.ReadItem).OfType<MiddlewareSpec>()] : [];
        // 'middlewares:' with nothing after it is an empty list to everyone who writes YAML.
        if (node is not YamlSequenceNode and not YamlScalarNode { Value: null or "" })
            reader.Report(node, "'middlewares' is not a list", "write each as an item: '- stripPrefix: { prefixes: [/v2] }'", protects: true);
        return new MiddlewareReading(new OptionList<MiddlewareSpec>(specs), [.. reader._problems.OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column)]);
    }

    private MiddlewareSpec? ReadItem(YamlNode item)
    {
        if (item is not YamlMappingNode { Children.Count: 1 } mapping || mapping.Children[0] is not { Key: YamlScalarNode { Value: { } name } key, Value: var options })
        {
            ReportShape(item);
            return null;
        }

        if (MiddlewareCatalogue.Find(name) is { } kind)
            return ReadOptions(kind, key, options);
        if (MiddlewareCatalogue.NotYet.TryGetValue(name, out bool protects))
            _problems.Add(new MiddlewareProblem(key.Start, $"middleware '{name}' is not implemented in this version", null, MiddlewareProblemKind.NotImplemented, protects));
        else
            ReportUnknown(key, name);
        return null;
    }

    private MiddlewareSpec? ReadOptions(MiddlewareKind kind, YamlScalarNode key, YamlNode node)
    {
        int before = _problems.Count;
        if (MiddlewareOptions.Of(kind, key, node, _problems) is not { } options)
            return null;
        options.FromCluster = _fromCluster;
        options.Patterns = _patterns;
        options.CheckNames();
        MiddlewareSpec? spec = kind.Read(options);
        return _problems.Count == before ? spec : null;
    }

    private void ReportShape(YamlNode item)
    {
        string? fix = item switch
        {
            YamlMappingNode { Children.Count: > 1 } => "give each middleware its own '- ', and indent its options below its name",
            YamlScalarNode { Value: { } name } when MiddlewareCatalogue.Find(name) is not null => $"write '- {name}: {{}}'",
            YamlScalarNode { Value: { } name } when name.Contains('@') || name.Length > 0 => "write the middleware itself here: '- stripPrefix: { prefixes: [/v2] }'; references to others are not implemented",
            _ => "write '- stripPrefix: { prefixes: [/v2] }'",
        };
        Report(item, "a middleware is a mapping with one key, its name", fix, protects: true);
    }

    private void ReportUnknown(YamlScalarNode key, string name)
    {
        string? nearest = NearestName.Of(name, MiddlewareCatalogue.Names);
        bool protects = nearest is null || MiddlewareCatalogue.Protects(nearest) || ProtectionWords.Speak(name);
        string fix = nearest is null ? $"known: {string.Join(", ", MiddlewareCatalogue.Implemented.Select(kind => kind.Name))}" : $"did you mean '{nearest}'?";
        _problems.Add(new MiddlewareProblem(key.Start, $"unknown middleware '{name}'", fix, MiddlewareProblemKind.Unknown, protects));
    }

    private void Report(YamlNode at, string message, string fix, bool protects) =>
        _problems.Add(new MiddlewareProblem(at.Start, message, fix, MiddlewareProblemKind.Wrong, protects));
}
