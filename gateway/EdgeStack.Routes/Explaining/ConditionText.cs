using System.Collections.Frozen;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Explaining;

/// <summary>Says what a condition that does not hold saw. Whether it holds is decided by <see cref="RuleNode"/> alone.</summary>
internal static class ConditionText
{
    // An explanation may be pasted into a ticket.
    private static readonly FrozenSet<string> Secret = FrozenSet.ToFrozenSet(["Authorization", "Proxy-Authorization", "Cookie"], StringComparer.OrdinalIgnoreCase);

    public static FailedCondition Of(RuleNode failing, ExplainedRequest request, string path) => new(failing.Text, Saw(failing, request, path));

    private static string Saw(RuleNode node, ExplainedRequest request, string path) => node switch
    {
        RuleNode.Hosts or RuleNode.HostLike => $"the host is '{HostName.Canonical(request.Host)}'",
        RuleNode.PathIs or RuleNode.PathPrefix or RuleNode.PathBelow or RuleNode.PathLike => $"the path is '{path}'",
        RuleNode.Method => $"the method is {request.Method}",
        RuleNode.Client => request.Client is { } client ? $"the client is {client}" : "the client's address is not given",
        RuleNode.Header header => Values(request.Lines(header.Name).ToArray(), header.Name),
        RuleNode.Query => request.Query.Length > 1 ? $"the query is '{request.Query}'" : "there is no query",
        RuleNode.Not not => Saw(not.Part, request, path),
        RuleNode.Any any => Together(any.Parts, request, path),
        RuleNode.All all => Together(all.Parts, request, path),
        _ => "it does not hold",
    };

    private static string Values(string[] lines, string name) => lines.Length == 0 ? $"there is no header '{name}'"
        : Secret.Contains(name) ? $"the header '{name}' has another value"
        : $"the header '{name}' is {string.Join(", ", lines.Select(line => $"'{line}'"))}";

    private static string Together(IEnumerable<RuleNode> parts, ExplainedRequest request, string path) =>
        string.Join("; ", parts.Select(part => Saw(part, request, path)).Distinct(StringComparer.Ordinal));
}
