using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Targets;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads one item of the list <c>routes</c>.</summary>
internal sealed class RouteItem
{
    private const int LongestReason = 200;

    private readonly YamlMappingNode _fields;
    private readonly RouteItemContext _context;
    private readonly List<Problem> _problems = [];
    private readonly HashSet<Problem> _quarantineProblems = new(ReferenceEqualityComparer.Instance);
    // Known fields that misspelt ones were probably meant to be: that they are missing needs no second complaint.
    private readonly HashSet<string> _meant = new(StringComparer.Ordinal);
    private Quarantine? _quarantine;

    private RouteItem(YamlMappingNode fields, RouteItemContext context) => (_fields, _context) = (fields, context);

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Those of the problems that only quarantine this route instead of rejecting the object.</summary>
    public IReadOnlySet<Problem> QuarantineProblems => _quarantineProblems;

    /// <summary>The route; empty when nothing of it can be placed.</summary>
    public ImmutableArray<Route> Routes { get; private set; } = [];

    /// <summary>Protection of which it cannot be told for what requests it is meant; null when there is none.</summary>
    public string? UnplacedProtection { get; private set; }

    /// <summary>True when it says neither what it takes nor where that goes: it may be a torn off part of any route beside it.</summary>
    public bool IsFragment => !_meant.Overlaps(RouteFields.OfWhole) && !RouteFields.OfWhole.Any(Has);

    public static RouteItem Read(YamlMappingNode fields, RouteItemContext context)
    {
        int before = context.Patterns.Taken;
        RouteItem item = new(fields, context);
        item.CheckFields();
        string name = item.ReadName();
        RouteMatch match = item.ReadMatch();
        int? priority = item.ReadPriority();
        OptionList<WeightedService> services = item.ReadServices();
        item.Place(name, match, priority, services);
        item.Routes = [.. item.Routes.Select(route => route with { PatternWeight = context.Patterns.Taken - before })];
        return item;
    }

    private void Place(string name, RouteMatch match, int? priority, OptionList<WeightedService> services)
    {
        Route route = new()
        {
            Name = new RouteName(name),
            HasOwnName = Has(RouteFields.Name),
            Match = match.Text,
            Rule = match.Rule ?? new RuleNode.Hosts(match.Hosts),
            // A rule that could not be read must not take requests from others: it only keeps its hosts from being unknown.
            Priority = match.Rule is null ? int.MinValue : priority ?? match.Length,
            Services = services,
            Policy = ReadPolicy(services),
            Sticky = ReadSticky(),
            AllowEncoded = ReadAllowEncoded(),
            Middlewares = ReadMiddlewares(),
            AccessLogExclude = ReadAccessLogExclude(),
            Limits = ReadLimits(),
            Namespace = _context.Object.Namespace,
            Where = _context.Origin.At(_fields.Start),
            Age = _context.Object.Age,
            FromCluster = _context.Object.FromCluster,
        };
        string[] wrong = [.. _problems.Where(problem => problem.Severity == Severity.Error && !_quarantineProblems.Contains(problem)).Select(problem => problem.Message)];
        if (match.Rule is null && (route.Protects || _quarantine is { Protects: true }))
        {
            UnplacedProtection = _quarantine is { Protects: true } known ? known.Reason : "a route that protects says in no readable way for what requests";
            if (match.Hosts.IsEmpty)
                match = match with { Hosts = MeantHosts() };
            route = route with { Rule = new RuleNode.Hosts(match.Hosts) };
        }

        if (wrong.Length > 0)
            route = route with { Quarantine = _quarantine is { Protects: true } protecting ? protecting : new Quarantine(ReasonOf(wrong), Protects: false) };
        else if (_quarantine is not null)
            route = route with { Quarantine = _quarantine };
        if (match.Rule is not null || match.Hosts.Length > 0)
            Routes = [route];
    }

    // Every request that is answered with it has it in its line of the access log; the problems say the rest.
    private static string ReasonOf(string[] wrong)
    {
        string first = wrong[0].Length > LongestReason ? wrong[0][..LongestReason] + "…" : wrong[0];
        return wrong.Length == 1 ? first : $"{first}; {(wrong.Length - 1).ToString("N0", CultureInfo.InvariantCulture)} more: see problems";
    }

    private OptionList<MiddlewareSpec> ReadMiddlewares()
    {
        if (!_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.Middlewares), out YamlNode? node))
            return OptionList<MiddlewareSpec>.Empty;
        MiddlewareReading reading = MiddlewareReader.Read(node, _context.Object.FromCluster, _context.Patterns);
        foreach (MiddlewareProblem problem in reading.Problems)
        {
            SourceLocation where = _context.Origin.At(problem.At);
            if (problem.Kind == MiddlewareProblemKind.NotImplemented)
            {
                QuarantineFor(where, problem.Message, problem.Fix, problem.Protects);
                continue;
            }

            _problems.Add(new Problem(problem is { Kind: MiddlewareProblemKind.Unknown, Protects: false } && _context.Version > 1 ? Severity.Warning : Severity.Error, where, problem.Message, problem.Fix));
            if (problem.Protects)
                _quarantine = new Quarantine(problem.Message, Protects: true);
        }

        return reading.Middlewares;
    }

    private RouteLimits ReadLimits() => !_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.Limits), out YamlNode? node) ? RouteLimits.None
        : LimitsReader.Read(node, ReportProtection);

    private UpstreamPolicy ReadPolicy(OptionList<WeightedService> services)
    {
        UpstreamPolicy policy = new PolicyReader(_fields, Report, ReportUnknownKey).Read();
        if (!_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.UpstreamTls), out YamlNode? node))
            return policy;
        return policy with { Tls = new UpstreamTlsReader(_context.Object.Namespace, ReportProtection, Warn).Read(node, policy.Scheme, services) };
    }

    private void CheckFields()
    {
        foreach ((YamlNode key, YamlNode value) in _fields.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (RouteFields.OfRoute.Contains(name, StringComparer.Ordinal))
                CheckInside(name, value);
            else if (ProtectiveNames.Ask(name) || ProtectiveNames.FirstIn(value) is not null)
                ReportProtection(key, $"unknown field '{name}'", ProtectiveNames.Fix(Meaning(name)));
            else if (_context.Version > 1)
                _problems.Add(new Problem(Severity.Warning, _context.Origin.At(key.Start), $"unknown field '{name}'", "this version knows the fields of version 1"));
            else
                Report(key, $"unknown field '{name}'", ProtectiveNames.Fix(Meaning(name)));
        }
    }

    private string Meaning(string name)
    {
        _meant.Add(ProtectiveNames.Nearest(name) ?? "");
        return name;
    }

    // One blank too many puts what protects inside the field before it, where a later version may have keys of its own.
    private void CheckInside(string field, YamlNode value)
    {
        // In a list of hosts any name is a host.
        IEnumerable<YamlNode> nodes = field == RouteFields.Hosts && value is YamlSequenceNode hosts ? hosts.OfType<YamlMappingNode>() : [value];
        if (!RouteFields.Protecting.Contains(field) && nodes.Select(ProtectiveNames.FirstIn).OfType<YamlScalarNode>().FirstOrDefault() is { Value: { } name } inside)
            ReportProtection(inside, $"'{name}' stands inside '{field}'", ProtectiveNames.Fix(name));
    }

    // A misspelt 'host' still says for whom the protection is meant.
    private ImmutableArray<HostPattern> MeantHosts()
    {
        List<HostPattern> hosts = [];
        foreach ((YamlNode key, YamlNode value) in _fields.Children)
        {
            string? meant = key is YamlScalarNode { Value: { } name } ? ProtectiveNames.Nearest(name) : null;
            foreach (string text in ((value as YamlSequenceNode)?.Children ?? [value]).OfType<YamlScalarNode>().Select(node => node.Value ?? ""))
            {
                if (meant is RouteFields.Host or RouteFields.Hosts && HostPattern.TryParse(text, out HostPattern host, out _))
                    hosts.Add(host);
                else if (meant == RouteFields.Match)
                    hosts.AddRange(RuleReader.Read(text).MentionedHosts);
            }
        }

        return [.. hosts.Distinct()];
    }

    private string ReadName()
    {
        string standard = $"{_context.Object.Namespace}/{_context.Object.Name}/{_context.Index.ToString(CultureInfo.InvariantCulture)}";
        if (Scalar(RouteFields.Name) is not { } node)
            return standard;
        string name = node.Value ?? "";
        if (name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/'))
            return name;
        Report(node, $"name '{name}' is not usable", "use letters, digits, '-', '_', '.' and '/', at most 128");
        return standard;
    }

    private int? ReadPriority()
    {
        if (Scalar(RouteFields.Priority) is not { } node)
            return null;
        if (int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int priority) && priority > int.MinValue)
            return priority == 0 ? null : priority; // 0 means the default, as in Traefik
        Report(node, $"priority '{node.Value}' is not a whole number", null);
        return null;
    }

    private RouteMatch ReadMatch()
    {
        bool shorthand = Has(RouteFields.Host) || Has(RouteFields.Hosts) || Has(RouteFields.Path);
        if (Scalar(RouteFields.Match) is not { } node)
        {
            if (!shorthand && !Has(RouteFields.Match) && !_meant.Overlaps([RouteFields.Host, RouteFields.Hosts, RouteFields.Path, RouteFields.Match]))
                Report(_fields, "the route says for no request that it wants it", "add 'host: www.example.com' or 'match: Host(`www.example.com`)'");
            return shorthand ? ReadShorthand() : RouteMatch.None;
        }

        if (shorthand)
            Report(node, "'match' cannot stand beside 'host', 'hosts' or 'path'", "write all of it in 'match', joined by &&");
        RuleReading reading = RuleReader.Read(node.Value ?? "", _context.Patterns);
        foreach (RuleProblem problem in reading.Problems)
            Report(node, problem);
        RouteMatch match = RouteMatch.OfRule(node.Value ?? "", reading);
        if (!shorthand)
            return match;
        // Of the two it cannot be told which is meant: hosts of either must not turn into 404, but none takes a request from others.
        ImmutableArray<HostPattern> written = ReadShorthand().Hosts;
        bool isOfMatch = written.All(match.Hosts.Contains);
        return match with { Rule = isOfMatch ? match.Rule : null, Hosts = [.. match.Hosts.Union(written)] };
    }

    private RouteMatch ReadShorthand()
    {
        if (Has(RouteFields.Host) && Has(RouteFields.Hosts))
            Report(_fields, "'host' and 'hosts' cannot both stand in a route", "put all of them below 'hosts'");
        YamlScalarNode[] written = [.. HostNodes()];
        ImmutableArray<HostPattern> hosts = [.. written.Select(ReadHost).OfType<HostPattern>().Distinct()];
        return RouteMatch.OfShorthand(hosts, ReadPath(), hosts.Length == written.Length && !_meant.Overlaps([RouteFields.Host, RouteFields.Hosts]));
    }

    private IEnumerable<YamlScalarNode> HostNodes()
    {
        if (Scalar(RouteFields.Host) is { } single)
            yield return single;
        if (!_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.Hosts), out YamlNode? hosts))
            yield break;
        if (hosts is YamlSequenceNode { Children.Count: > 0 } list)
        {
            foreach (YamlNode item in list)
            {
                if (item is YamlScalarNode scalar)
                    yield return scalar;
                else
                    Report(item, "a host is a text", null);
            }
        }
        else
        {
            Report(hosts, "'hosts' is not a list of hosts", "write 'hosts: [a.example.com, b.example.com]'");
        }
    }

    private HostPattern? ReadHost(YamlScalarNode node)
    {
        if (HostPattern.TryParse(node.Value ?? "", out HostPattern host, out string? fault))
            return host;
        Report(node, $"host '{node.Value}' {fault}", null);
        return null;
    }

    private string? ReadPath()
    {
        if (Scalar(RouteFields.Path) is not { } node)
            return null;
        string path = node.Value ?? "";
        PathLiteral literal = !path.StartsWith('/') ? new PathLiteral(null, "does not begin with '/'", $"write '/{path}'")
            : path.IndexOfAny(['?', '#', '`']) >= 0 ? new PathLiteral(null, "contains a character that never stands in a path", null) : PathLiteral.OfWhole(path);
        if (literal.Fault is not null)
            Report(node, $"path '{path}' {literal.Fault}", literal.Fix?.Replace('`', '\'')); // no value begins with a back-tick in YAML
        return literal.Path == "/" && (Has(RouteFields.Host) || Has(RouteFields.Hosts)) ? null : literal.Path;
    }

    private OptionList<WeightedService> ReadServices()
    {
        ServicesReader reader = new(_context.Object, Report, ReportUnknownKey);
        if (_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.Services), out YamlNode? list))
        {
            if (Has(RouteFields.Service))
                Report(list, "'services' cannot stand beside 'service'", "write all of them below 'services'");
            return reader.ReadList(list);
        }

        if (Scalar(RouteFields.Service) is { } node)
            return reader.ReadOne(node);
        if (!Has(RouteFields.Service) && !_meant.Overlaps([RouteFields.Service, RouteFields.Services]))
            Report(_fields, "the route has no 'service'", "add 'service: name:port'");
        return [];
    }

    private StickyCookie? ReadSticky() => !_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.Sticky), out YamlNode? node) ? null
        : new StickyReader(Report, ReportUnknownKey).Read(node);

    private EncodedBytes ReadAllowEncoded()
    {
        EncodedBytes allowed = EncodedBytes.None;
        if (!_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.AllowEncoded), out YamlNode? node))
            return allowed;
        if (node is not YamlSequenceNode list)
        {
            Report(node, "'allowEncoded' is not a list", "write 'allowEncoded: [slash]'");
            return allowed;
        }

        foreach (YamlNode item in list)
        {
            string name = (item as YamlScalarNode)?.Value ?? "";
            EncodedBytes value = EncodedByteNames.All.FirstOrDefault(known => known.Name == name).Value;
            allowed |= value;
            if (value == EncodedBytes.None)
                Report(item, $"unknown byte '{name}' in 'allowEncoded'", NearestName.Suggestion(name, [.. EncodedByteNames.All.Select(known => known.Name)]));
        }

        return allowed;
    }

    private RuleNode? ReadAccessLogExclude()
    {
        if (!_fields.Children.TryGetValue(new YamlScalarNode(RouteFields.AccessLog), out YamlNode? node))
            return null;
        AccessLogField field = AccessLogField.Read(node, _context.Origin, _context.Patterns);
        _problems.AddRange(field.Problems);
        return field.Exclude;
    }

    private bool Has(string field) => _fields.Children.ContainsKey(new YamlScalarNode(field));

    private YamlScalarNode? Scalar(string field)
    {
        if (!_fields.Children.TryGetValue(new YamlScalarNode(field), out YamlNode? node))
            return null;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" })
        {
            Report(node, $"'{field}' has no value", null);
            return null;
        }

        if (node is YamlScalarNode scalar)
            return scalar;
        Report(node, $"'{field}' is a text, not a {(node is YamlSequenceNode ? "list" : "mapping")}", field == RouteFields.Host ? "list several hosts below 'hosts'" : null);
        return null;
    }

    // Under a later version the key may be right.
    private void ReportUnknownKey(YamlNode at, string message, string? fix) =>
        _problems.Add(new Problem(_context.Version > 1 ? Severity.Warning : Severity.Error, _context.Origin.At(at.Start), message, fix));

    private void Report(YamlNode at, string message, string? fix) => _problems.Add(new Problem(Severity.Error, _context.Origin.At(at.Start), message, fix));

    private void ReportProtection(YamlNode at, string message, string? fix)
    {
        Report(at, message, fix);
        _quarantine = new Quarantine(message, Protects: true);
    }

    private void Warn(YamlNode at, string message, string? fix) => _problems.Add(new Problem(Severity.Warning, _context.Origin.At(at.Start), message, fix));

    private void Report(YamlScalarNode node, RuleProblem problem) => _problems.Add(_context.Origin.Of(problem, node));

    private void QuarantineFor(SourceLocation where, string reason, string? fix, bool protects)
    {
        Problem problem = new(Severity.Error, where, reason, fix ?? (protects
            ? "the route answers 503 until this is taken out, because it would serve unprotected"
            : "the route answers as before this edit, or 503 if it is new, until this is taken out"))
        {
            Kind = ProblemKind.Route,
        };
        _problems.Add(problem);
        _quarantineProblems.Add(problem);
        if (_quarantine is null || (protects && !_quarantine.Protects))
            _quarantine = new Quarantine(reason, protects);
    }
}
