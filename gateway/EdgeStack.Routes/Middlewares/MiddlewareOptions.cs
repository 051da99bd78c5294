using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Middlewares;

/// <summary>The options of one middleware as they were written. What is of the wrong kind is reported and counts as absent.</summary>
internal sealed class MiddlewareOptions
{
    private readonly MiddlewareKind _kind;
    private readonly YamlScalarNode _key;
    private readonly YamlMappingNode _fields;
    private readonly List<MiddlewareProblem> _problems;
    // Options that misspelt ones were probably meant to be: that they are missing needs no second complaint.
    private readonly HashSet<string> _meant = new(StringComparer.Ordinal);

    private MiddlewareOptions(MiddlewareKind kind, YamlScalarNode key, YamlMappingNode fields, List<MiddlewareProblem> problems) =>
        (_kind, _key, _fields, _problems) = (kind, key, fields, problems);

    public bool FromCluster { get; set; }

    /// <summary>What patterns of the object may still weigh.</summary>
    public PatternBudget? Patterns { get; set; }

    public static MiddlewareOptions? Of(MiddlewareKind kind, YamlScalarNode key, YamlNode node, List<MiddlewareProblem> problems)
    {
        if (node is YamlMappingNode fields)
            return new MiddlewareOptions(kind, key, fields, problems);
        MiddlewareOptions none = new(kind, key, [], problems);
        if (node is YamlScalarNode { Value: null or "" })
            return none;
        none.Report(node.Start, $"'{kind.Name}' takes options, not a {(node is YamlSequenceNode ? "list" : "text")}", $"write '{kind.Name}: {{ {kind.Options[0]}: … }}'", none.Protects(null));
        return null;
    }

    /// <summary>Reports every option that this middleware does not have or that this version does not do.</summary>
    public void CheckNames()
    {
        ImmutableArray<string> known = [.. _kind.Options, .. _kind.NotYet];
        foreach ((YamlNode key, _) in _fields.Children)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (_kind.Options.Contains(name, StringComparer.Ordinal))
                continue;
            if (_kind.NotYet.Contains(name, StringComparer.Ordinal))
            {
                _problems.Add(new MiddlewareProblem(key.Start, $"option '{name}' of '{_kind.Name}' is not implemented in this version", null, MiddlewareProblemKind.NotImplemented, Protects(name)));
                continue;
            }

            string? nearest = NearestName.Of(name, known);
            _meant.Add(nearest ?? "");
            _problems.Add(new MiddlewareProblem(key.Start, $"unknown option '{name}' of '{_kind.Name}'", NearestName.Suggestion(name, known), MiddlewareProblemKind.Unknown, nearest is null ? Protects(null) || !_kind.Protecting.IsEmpty || MiddlewareCatalogue.AsksForProtection(name) : Protects(nearest)));
        }
    }

    public bool Has(string option) => _fields.Children.ContainsKey(new YamlScalarNode(option));

    public string? Text(string option)
    {
        if (Node(option) is not { } node)
            return null;
        if (node is YamlScalarNode scalar)
            return scalar.Value ?? "";
        Report(option, $"'{option}' is a text, not a {(node is YamlSequenceNode ? "list" : "mapping")}", null);
        return null;
    }

    public bool Flag(string option, bool standard = false)
    {
        switch (Text(option))
        {
            case null:
                return standard;
            case "true":
                return true;
            case "false":
                return false;
            case var written:
                Report(option, $"'{option}' is '{written}'", "write true or false");
                return standard;
        }
    }

    public long Whole(string option, long standard, long least, long most)
    {
        if (Text(option) is not { } written)
            return standard;
        if (long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
            return number;
        Report(option, $"'{option}' is '{written}'", $"write a whole number from {least} to {most}");
        return standard;
    }

    /// <summary>A duration longer than zero.</summary>
    public TimeSpan Duration(string option, TimeSpan standard, TimeSpan most)
    {
        if (Text(option) is not { } written)
            return standard;
        if (GoDuration.TryParse(written, out TimeSpan duration) && duration > TimeSpan.Zero && duration <= most)
            return duration;
        Report(option, $"'{option}' is '{written}'", "write a duration like 500ms, 10s or 1m30s");
        return standard;
    }

    /// <summary>The options inside an option; null when it is absent.</summary>
    public MiddlewareOptions? Within(string option, MiddlewareKind kind) => Node(option) is { } node ? Of(kind, _key, node, _problems) : null;

    /// <summary>The texts of a list; empty when it is absent.</summary>
    public IEnumerable<(string Text, Mark At)> Texts(string option)
    {
        if (Node(option) is not { } node)
            yield break;
        if (node is not YamlSequenceNode list)
        {
            string example = node is YamlScalarNode { Value: { Length: > 0 } single } && !IsPassword(option) ? $"write '{option}: [{single}]'" : $"write '{option}: [a, b]'";
            Report(option, $"'{option}' is not a list", example);
            yield break;
        }

        foreach (YamlNode item in list)
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } text })
                yield return (text, item.Start);
            else
                Report(item.Start, $"an item of '{option}' is not a text", null, Protects(option));
        }
    }

    /// <summary>Names and texts of a mapping; empty when it is absent.</summary>
    public IEnumerable<(string Name, string Text, Mark At)> Pairs(string option)
    {
        if (Node(option) is not { } node)
            yield break;
        if (node is not YamlMappingNode mapping)
        {
            Report(option, $"'{option}' is not a mapping", $"write '{option}: {{ X-Name: value }}'");
            yield break;
        }

        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && value is YamlScalarNode text)
                yield return (name, text.Value ?? "", key.Start);
            else
                Report(key.Start, $"an entry of '{option}' is not a name and a text", null, Protects(option));
        }
    }

    /// <summary>Reports that an option is not written, when it is not.</summary>
    public void Require(string option, string message, string fix)
    {
        if (!Has(option) && !_meant.Contains(option))
            Report(_key.Start, message, fix, Protects(option));
    }

    /// <summary>Reports that a list has no items, when it has none.</summary>
    public void RequireItems(string option, string message, string fix)
    {
        if (Node(option) is YamlSequenceNode { Children.Count: 0 })
            Report(option, message, fix);
    }

    public void Report(string option, string message, string? fix) => Report(Node(option)?.Start ?? _key.Start, message, fix, Protects(option));

    public void Report(string option, Mark at, string message, string? fix) => Report(at, message, fix, Protects(option));

    public void ReportNotImplemented(string option, string message, string? fix) =>
        _problems.Add(new MiddlewareProblem(Node(option)?.Start ?? _key.Start, message, fix, MiddlewareProblemKind.NotImplemented, Protects(option)));

    private void Report(Mark at, string message, string? fix, bool protects) => _problems.Add(new MiddlewareProblem(at, message, fix, MiddlewareProblemKind.Wrong, protects));

    private bool Protects(string? option) => _kind.Protects || (option is not null && _kind.Protecting.Contains(option, StringComparer.Ordinal));

    // What somebody took for the list of users may be a password.
    private static bool IsPassword(string option) => option == BasicAuthReader.Users;

    private YamlNode? Node(string option) => _fields.Children.TryGetValue(new YamlScalarNode(option), out YamlNode? node) ? node : null;
}
