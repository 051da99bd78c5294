using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads the route documents of an object. One reader for every source, so that a file and a ConfigMap mean the same.</summary>
public sealed class RouteReader
{
    /// <summary>Most routes of one object. The largest ConfigMap could hold 27,000, and every one of them costs memory and time on each change.</summary>
    public const int MostRoutes = 5000;

    private readonly RouteObject _object;
    private readonly List<Problem> _problems = [];
    private readonly List<Route> _routes = [];
    private readonly PatternBudget _patterns = new();
    private int _furtherCount;
    private bool _isRejected, _hasFurtherErrors;
    private int _items;
    private string? _unplacedProtection;
    private bool _hasUnread;

    private RouteReader(RouteObject @object) => _object = @object;

    /// <summary>Reads everything and reports every problem, not only the first.</summary>
    public static RouteReading Read(RouteObject @object)
    {
        RouteReader reader = new(@object);
        foreach (RouteDocument document in @object.Documents)
        {
            List<Problem> unread = [];
            ImmutableArray<YamlNode> roots = YamlText.Load(document.Text, document.Origin, unread);
            reader._hasUnread |= unread.Count > 0;
            unread.ForEach(reader.Add);
            if (YamlText.WarningOfEmpty(document.Text, document.Origin) is { } empty)
                reader.Add(empty);
            foreach (YamlNode root in roots)
                reader.ReadDocument(root, document.Origin);
        }

        if (@object.Documents.IsEmpty)
            reader.NothingToRead();
        reader.ReportRepeatedNames();
        if (reader._furtherCount > 0)
            reader._problems.Add(BoundedProblems.Further(reader._problems[^1], reader._furtherCount, reader._hasFurtherErrors));
        return new RouteReading([.. reader._routes], [.. reader._problems], reader._isRejected)
        {
            UnplacedProtection = reader._unplacedProtection,
            Texts = [.. @object.Documents.Select(document => document.Text)],
            HasUnread = reader._hasUnread,
        };
    }

    private void ReadDocument(YamlNode root, TextOrigin origin)
    {
        if (root is YamlScalarNode { Value: null or "" })
            return; // an empty document, or one of comments only
        if (root is not YamlMappingNode document)
        {
            Report(origin, root, "a route document is a mapping with the key 'routes'", "begin with 'routes:'");
            Withhold(root, _routes.Count);
            return;
        }

        int version = ReadVersion(document, origin), first = _routes.Count;
        ImmutableArray<string> outside = [.. document.Children.Select(pair => ReadUnknown(pair.Key, pair.Value, origin, version)).OfType<string>()];
        if (!document.Children.TryGetValue(new YamlScalarNode("routes"), out YamlNode? routes))
            Report(origin, document, "has no key 'routes'", "write 'routes:' and below it a list of routes");
        else if (routes is YamlSequenceNode list)
            ReadRoutes(list, origin, version);
        else if (routes is not YamlScalarNode { Value: null or "" or "null" or "~" })
            Report(origin, routes, "'routes' is not a list", "begin each route with '- '");
        if (routes is YamlMappingNode)
            Withhold(routes, first);
        if (!outside.IsEmpty)
            Withhold(outside[0], first);
    }

    // Returns the protection that stands outside of every route, if it is that.
    private string? ReadUnknown(YamlNode key, YamlNode value, TextOrigin origin, int version)
    {
        string name = (key as YamlScalarNode)?.Value ?? "";
        if (RouteFields.OfDocument.Contains(name, StringComparer.Ordinal))
            return null;
        bool protects = ProtectiveNames.Ask(name) || ProtectiveNames.FirstIn(value) is not null;
        // Under a later version the key may be right; everything this version knows still counts.
        Add(new Problem(version > 1 && !protects ? Severity.Warning : Severity.Error, origin.At(key.Start), $"unknown key '{name}'",
            ProtectiveNames.Ask(name) ? "it belongs into each route that it is meant for" : NearestName.Suggestion(name, RouteFields.OfDocument)));
        return protects ? $"unknown key '{name}'" : null;
    }

    private void ReadRoutes(YamlSequenceNode list, TextOrigin origin, int version)
    {
        int first = _routes.Count;
        List<string> fragments = [];
        foreach (YamlNode item in list)
        {
            if (_items == MostRoutes)
            {
                Report(origin, item, $"has more than {MostRoutes.ToString("N0", CultureInfo.InvariantCulture)} routes: what follows is not read", "split it into several objects");
                if (ProtectiveNames.FirstIn(list) is { Value: { } unread })
                    _unplacedProtection ??= $"'{unread}' in an object with too many routes";
                break;
            }

            if (item is not YamlMappingNode fields)
            {
                _items++;
                Report(origin, item, "a route is a mapping", "write '- host: www.example.com'");
                if (ProtectiveNames.FirstIn(item) is { Value: { } name })
                    fragments.Add($"'{name}' stands in no route");
                continue;
            }

            RouteItem reading = RouteItem.Read(fields, new RouteItemContext(_object, origin, version, _items++, _patterns));
            foreach (Problem problem in reading.Problems)
                Keep(problem, rejects: problem.Severity == Severity.Error && !reading.QuarantineProblems.Contains(problem));
            _routes.AddRange(reading.Routes);
            _unplacedProtection ??= reading.UnplacedProtection;
            if (reading is { UnplacedProtection: { } protection, IsFragment: true })
                fragments.Add(protection);
        }

        if (fragments.Count > 0)
            Withhold(fragments[0], first);
    }

    private void Withhold(YamlNode node, int first)
    {
        if (ProtectiveNames.FirstIn(node) is { Value: { } name })
            Withhold($"'{name}' stands in no route", first);
    }

    // Protection that may be meant for any route of its document closes all of them.
    private void Withhold(string protection, int first)
    {
        _unplacedProtection ??= protection;
        for (int i = first; i < _routes.Count; i++)
            _routes[i] = _routes[i] with { Quarantine = new Quarantine($"it cannot be told for which routes this is meant: {protection}", Protects: true) };
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
                Add(new Problem(Severity.Error, repeated.Where, $"the name '{repeated.Name}' is already used at {same.First().Where}", "names are labels in logs and metrics: choose another one"));
        }
    }

    private void NothingToRead() => Add(new Problem(
        Severity.Warning, new SourceLocation($"ConfigMap {_object.Namespace}/{_object.Name}", $"{_object.Namespace}/{_object.Name}", 0, 0),
        "has the routes label but no key that ends in .yaml, .yml or .json", "put the routes below 'data:' in a key such as 'routes.yaml'"));

    private void Report(TextOrigin origin, YamlNode at, string message, string? fix) =>
        Add(new Problem(Severity.Error, origin.At(at.Start), message, fix));

    private void Add(Problem problem) => Keep(problem, rejects: problem.Severity == Severity.Error);

    private void Keep(Problem problem, bool rejects)
    {
        _isRejected |= rejects;
        if (_problems.Count < BoundedProblems.Most)
        {
            _problems.Add(problem);
            return;
        }

        _furtherCount++;
        _hasFurtherErrors |= problem.Severity == Severity.Error;
    }
}
