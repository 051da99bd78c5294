using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads the route documents of an object. One reader for every source, so that a file and a ConfigMap mean the same.</summary>
public sealed class RouteReader
{
    private readonly RouteObject _object;
    private readonly List<Problem> _problems = [];
    private readonly List<Route> _routes = [];
    private readonly HashSet<Problem> _quarantines = new(ReferenceEqualityComparer.Instance);
    private int _items;

    private RouteReader(RouteObject @object) => _object = @object;

    /// <summary>Reads everything and reports every problem, not only the first.</summary>
    public static RouteReading Read(RouteObject @object)
    {
        RouteReader reader = new(@object);
        foreach (RouteDocument document in @object.Documents)
        {
            foreach (YamlNode root in YamlText.Load(document.Text, document.Origin, reader._problems))
                reader.ReadDocument(root, document.Origin);
        }

        if (@object.Documents.IsEmpty)
            reader.NothingToRead();
        reader.ReportRepeatedNames();
        bool rejected = reader._problems.Exists(problem => problem is { Severity: Severity.Error } && !reader._quarantines.Contains(problem));
        return new RouteReading([.. reader._routes], [.. reader._problems], rejected);
    }

    private void ReadDocument(YamlNode root, TextOrigin origin)
    {
        if (root is YamlScalarNode { Value: null or "" })
            return; // an empty document, or one of comments only
        if (root is not YamlMappingNode document)
        {
            Report(origin, root, "a route document is a mapping with the key 'routes'", "begin with 'routes:'");
            return;
        }

        int version = ReadVersion(document, origin);
        foreach ((YamlNode key, _) in document.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!RouteFields.OfDocument.Contains(name, StringComparer.Ordinal))
                ReportUnknown(origin, key, $"unknown key '{name}'", NearestName.Suggestion(name, RouteFields.OfDocument), version);
        }

        if (!document.Children.TryGetValue(new YamlScalarNode("routes"), out YamlNode? routes))
            Report(origin, document, "has no key 'routes'", "write 'routes:' and below it a list of routes");
        else if (routes is YamlSequenceNode list)
            ReadRoutes(list, origin, version);
        else if (routes is not YamlScalarNode { Value: null or "" or "null" or "~" })
            Report(origin, routes, "'routes' is not a list", "begin each route with '- '");
    }

    private void ReadRoutes(YamlSequenceNode list, TextOrigin origin, int version)
    {
        foreach (YamlNode item in list)
        {
            if (item is not YamlMappingNode fields)
            {
                _items++;
                Report(origin, item, "a route is a mapping", "write '- host: www.example.com'");
                continue;
            }

            RouteItem reading = RouteItem.Read(fields, new RouteItemContext(_object, origin, version, _items++));
            _problems.AddRange(reading.Problems);
            _quarantines.UnionWith(reading.QuarantineProblems);
            _routes.AddRange(reading.Routes);
        }
    }

    private int ReadVersion(YamlMappingNode document, TextOrigin origin)
    {
        if (!document.Children.TryGetValue(new YamlScalarNode("version"), out YamlNode? node))
            return 1;
        if (node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version >= 1)
            return version;
        Report(origin, node, $"version '{(node as YamlScalarNode)?.Value}' is not a number from 1", "write 'version: 1'");
        return 1;
    }

    private void ReportRepeatedNames()
    {
        foreach (IGrouping<RouteName, Route> same in _routes.Where(route => route.Quarantine is null).GroupBy(route => route.Name).Where(same => same.Skip(1).Any()))
        {
            foreach (Route repeated in same.Skip(1))
                _problems.Add(new Problem(Severity.Error, repeated.Where, $"the name '{repeated.Name}' is already used at {same.First().Where}", "names are labels in logs and metrics: choose another one"));
        }
    }

    private void NothingToRead() => _problems.Add(new Problem(
        Severity.Warning, new SourceLocation($"ConfigMap {_object.Namespace}/{_object.Name}", $"{_object.Namespace}/{_object.Name}", 0, 0),
        "has the routes label but no key that ends in .yaml, .yml or .json", "put the routes below 'data:' in a key such as 'routes.yaml'"));

    private void Report(TextOrigin origin, YamlNode at, string message, string? fix) =>
        _problems.Add(new Problem(Severity.Error, origin.At(at.Start), message, fix));

    // Under a later version the key may be right; everything this version knows still counts.
    private void ReportUnknown(TextOrigin origin, YamlNode at, string message, string? fix, int version) =>
        _problems.Add(new Problem(version > 1 ? Severity.Warning : Severity.Error, origin.At(at.Start), message, fix));
}
