using System.Collections.Immutable;
using System.Text;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Documents;

/// <summary>Which requests a route takes, as its item says it.</summary>
/// <param name="Text">The rule; of the shorthand the one that it means.</param>
/// <param name="Length">In bytes, of the rule as it would be written for Traefik: the default priority.</param>
/// <param name="Rule">Null when it cannot be told.</param>
/// <param name="Hosts">Those that it names, also when the rule as a whole cannot be told.</param>
internal sealed record RouteMatch(string Text, int Length, RuleNode? Rule, ImmutableArray<HostPattern> Hosts)
{
    public static readonly RouteMatch None = new("", 0, null, []);

    public static RouteMatch OfRule(string text, RuleReading reading) => new(text, Encoding.UTF8.GetByteCount(text), reading.Rule, reading.MentionedHosts);

    /// <param name="hosts">Of <c>host</c> or <c>hosts</c>.</param>
    /// <param name="path">Null without one.</param>
    /// <param name="isWhole">False when a host could not be read: the rest of the rule would be one for everybody's hosts.</param>
    public static RouteMatch OfShorthand(ImmutableArray<HostPattern> hosts, string? path, bool isWhole)
    {
        List<RuleNode> parts = [];
        string before = "";
        if (hosts.Length > 0)
        {
            parts.Add(new RuleNode.Hosts(hosts));
            before = string.Join(" || ", hosts.Select(host => $"Host(`{host}`)"));
        }

        if (path is null)
            return new RouteMatch(before, Encoding.UTF8.GetByteCount(before), isWhole ? parts.SingleOrDefault() : null, hosts);
        RuleNode.PathBelow below = new(path);
        parts.Add(below);
        before = hosts.Length switch { 0 => "", 1 => $"{before} && ", _ => $"({before}) && " };
        return new RouteMatch(
            hosts.IsEmpty ? below.Text : $"{before}({below.Text})", Encoding.UTF8.GetByteCount($"{before}PathPrefix({RuleLiteral.OfPath(path)})"),
            !isWhole ? null : parts.Count == 1 ? below : new RuleNode.All([.. parts]), hosts);
    }
}
