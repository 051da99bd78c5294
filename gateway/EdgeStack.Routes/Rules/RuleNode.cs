using System.Collections.Immutable;

namespace EdgeStack.Routes.Rules;

/// <summary>A rule as a tree. Evaluating it allocates nothing.</summary>
public abstract record RuleNode
{
    /// <summary>True when the request fulfils the rule.</summary>
    public abstract bool Matches(in RequestFacts request);

    /// <summary>The hosts that a request must have one of; empty when the rule holds for any host.</summary>
    public virtual ImmutableArray<string> RequiredHosts => [];

    /// <summary>The rule in one spelling: two rules with the same text accept the same requests.</summary>
    public abstract string Text { get; }

    /// <summary>How many conditions the rule has: the more specific of two rules of one priority wins.</summary>
    public virtual int Specificity => 1;

    /// <summary>The host is one of these (canonical form).</summary>
    public sealed record Hosts(ImmutableArray<string> Names) : RuleNode
    {
        public override ImmutableArray<string> RequiredHosts => Names;

        public override string Text => string.Join(" || ", Names.Order(StringComparer.Ordinal).Select(name => $"Host(`{name}`)"));

        public override bool Matches(in RequestFacts request)
        {
            foreach (string name in Names)
            {
                if (request.Host.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The path begins with this text, as in Traefik: <c>/products</c> also matches <c>/products-for-sale</c>.</summary>
    public sealed record PathPrefix(string Prefix) : RuleNode
    {
        public override string Text => $"PathPrefix(`{Prefix}`)";

        public override bool Matches(in RequestFacts request) => request.Path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The path is this one or lies below it: whole segments, the meaning of the shorthand <c>path:</c>.</summary>
    public sealed record PathBelow(string Prefix) : RuleNode
    {
        private readonly string _withoutSlash = Prefix.TrimEnd('/');

        public override string Text => $"PathBelow(`{_withoutSlash}`)";

        public override bool Matches(in RequestFacts request) =>
            request.Path.StartsWith(_withoutSlash, StringComparison.Ordinal)
            && (request.Path.Length == _withoutSlash.Length || request.Path[_withoutSlash.Length] == '/');
    }

    /// <summary>Every part holds.</summary>
    public sealed record All(ImmutableArray<RuleNode> Parts) : RuleNode
    {
        public override string Text => string.Join(" && ", Parts.Select(part => $"({part.Text})").Order(StringComparer.Ordinal));

        public override int Specificity => Parts.Sum(part => part.Specificity);

        // Any part's hosts are necessary, so the smallest set is the best index.
        public override ImmutableArray<string> RequiredHosts =>
            Parts.Select(part => part.RequiredHosts).Where(hosts => hosts.Length > 0).OrderBy(hosts => hosts.Length).FirstOrDefault([]);

        public override bool Matches(in RequestFacts request)
        {
            foreach (RuleNode part in Parts)
            {
                if (!part.Matches(request))
                    return false;
            }

            return true;
        }
    }
}
