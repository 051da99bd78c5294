// Hot path: Matches runs for every candidate of a request and must not allocate (tests/EdgeStack.Routes.Tests/Table/RouteTableTests.cs proves it). Benchmark: tests/EdgeStack.Benchmarks/RuleBenchmarks.cs.
using System.Collections.Immutable;
using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Rules;

/// <summary>A rule as a tree.</summary>
public abstract record RuleNode
{
    /// <summary>The rule in one spelling: two rules with the same text accept the same requests.</summary>
    public abstract string Text { get; }

    /// <summary>The hosts that a request must have one of; empty when the rule may hold for any host.</summary>
    public virtual ImmutableArray<HostPattern> RequiredHosts => [];

    /// <summary>How many conditions the rule has: the more specific of two rules of one priority wins.</summary>
    public virtual int Specificity => 1;

    /// <summary>True when the answer depends on the path, whose spelling then has to be beyond doubt.</summary>
    public virtual bool LooksAtPath => false;

    /// <summary>The answer for every request of this host, or null when it depends on more.</summary>
    public virtual bool? HoldsFor(ReadOnlySpan<char> host) => null;

    /// <summary>True when the answer for requests of this host depends on the path.</summary>
    public virtual bool LooksAtPathOf(ReadOnlySpan<char> host) => LooksAtPath;

    /// <summary>True when the request fulfils the rule.</summary>
    public abstract bool Matches(in RequestFacts request);

    /// <summary>The first part that keeps the rule from holding; null when it holds. For explanations, not for the hot path.</summary>
    public virtual RuleNode? FirstFailing(in RequestFacts request) => Matches(request) ? null : this;

    /// <summary>The host is one of these.</summary>
    public sealed record Hosts(ImmutableArray<HostPattern> Patterns) : RuleNode
    {
        private const int Few = 16;

        private readonly HostSet? _many = Patterns.Length > Few ? new HostSet(Patterns) : null;

        public override string Text => string.Join(" || ", Patterns.Select(pattern => $"Host(`{pattern}`)").Order(StringComparer.Ordinal));

        public override ImmutableArray<HostPattern> RequiredHosts => Patterns.Any(pattern => pattern.Reach == HostReach.Every) ? [] : Patterns;

        public override bool Matches(in RequestFacts request) => Matches(request.Host);

        public override bool? HoldsFor(ReadOnlySpan<char> host) => Matches(host);

        private bool Matches(ReadOnlySpan<char> host)
        {
            if (_many is not null)
                return _many.Contains(host);
            foreach (HostPattern pattern in Patterns)
            {
                if (pattern.Matches(host))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The pattern is found in the host, which is in lower case.</summary>
    public sealed record HostLike(string Pattern, GoRegex Regex) : RuleNode
    {
        private const int Longest = 253;

        public override string Text => $"HostRegexp({RuleLiteral.Of(Pattern)})";

        public override bool Matches(in RequestFacts request) => Matches(request.Host);

        public override bool? HoldsFor(ReadOnlySpan<char> host) => Matches(host);

        private bool Matches(ReadOnlySpan<char> host)
        {
            // A host of a request has 253 characters at most.
            if (host.Length > Longest)
                return Regex.IsMatch(host.ToString().ToLowerInvariant());
            Span<char> lower = stackalloc char[Longest];
            return Regex.IsMatch(lower[..host.ToLowerInvariant(lower)]);
        }
    }

    /// <summary>The path is exactly this one; canonical, as in the other conditions on paths.</summary>
    public sealed record PathIs(string Path) : RuleNode
    {
        public override string Text => $"Path({RuleLiteral.OfPath(Path)})";

        public override bool LooksAtPath => true;

        public override bool Matches(in RequestFacts request) => request.Path.SequenceEqual(Path);
    }

    /// <summary>The path begins with this text, as in Traefik: <c>/products</c> also matches <c>/products-for-sale</c>.</summary>
    public sealed record PathPrefix(string Prefix) : RuleNode
    {
        public override string Text => $"PathPrefix({RuleLiteral.OfPath(Prefix)})";

        public override bool LooksAtPath => Prefix != "/";

        public override bool Matches(in RequestFacts request) => request.Path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The path is this one or lies below it: whole segments, the meaning of the shorthand <c>path:</c>.</summary>
    public sealed record PathBelow(string Prefix) : RuleNode
    {
        private readonly string _withoutSlash = Prefix.TrimEnd('/');

        // What it means in the language, which has no condition of its own for it.
        public override string Text => _withoutSlash.Length == 0 ? "PathPrefix(`/`)" : $"Path({RuleLiteral.OfPath(_withoutSlash)}) || PathPrefix({RuleLiteral.OfPath(_withoutSlash + "/")})";

        public override bool LooksAtPath => _withoutSlash.Length > 0;

        public override bool Matches(in RequestFacts request) =>
            request.Path.StartsWith(_withoutSlash, StringComparison.Ordinal)
            && (request.Path.Length == _withoutSlash.Length || request.Path[_withoutSlash.Length] == '/');
    }

    /// <summary>The pattern is found in the path.</summary>
    public sealed record PathLike(string Pattern, GoRegex Regex) : RuleNode
    {
        public override string Text => $"PathRegexp({RuleLiteral.Of(Pattern)})";

        public override bool LooksAtPath => true;

        public override bool Matches(in RequestFacts request) => Regex.IsMatch(request.Path);
    }

    /// <summary>The method is this one.</summary>
    public sealed record Method(string Name) : RuleNode
    {
        public override string Text => $"Method({RuleLiteral.Of(Name)})";

        public override bool Matches(in RequestFacts request) => request.Method == Name;
    }

    /// <summary>One of the header's lines passes the test.</summary>
    public sealed record Header(string Name, ValueTest Test) : RuleNode
    {
        public override string Text => Test.Written("Header", Name.ToLowerInvariant());

        public override bool Matches(in RequestFacts request) => request.Fields?.AnyHeader(Name, Test) == true;
    }

    /// <summary>One of the values of the query's key passes the test.</summary>
    public sealed record Query(string Key, ValueTest Test) : RuleNode
    {
        public override string Text => Test.Written("Query", Key);

        public override bool Matches(in RequestFacts request) => request.Fields?.AnyQueryValue(Key, Test) == true;
    }

    /// <summary>The visitor's real address is in the range.</summary>
    public sealed record Client(AddressRange Range) : RuleNode
    {
        public override string Text => $"ClientIP(`{Range}`)";

        public override bool Matches(in RequestFacts request) => request.Client is { } address && Range.Contains(address);
    }

    /// <summary>Every part holds.</summary>
    public sealed record All(ImmutableArray<RuleNode> Parts) : RuleNode
    {
        public override string Text => string.Join(" && ", Parts.Select(part => $"({part.Text})").Order(StringComparer.Ordinal));

        // Any part's hosts are necessary, so the smallest set is the best index.
        public override ImmutableArray<HostPattern> RequiredHosts =>
            Parts.Select(part => part.RequiredHosts).Where(hosts => hosts.Length > 0).OrderBy(hosts => hosts.Length).FirstOrDefault([]);

        public override int Specificity => Parts.Sum(part => part.Specificity);

        public override bool LooksAtPath => Parts.Any(part => part.LooksAtPath);

        public override bool? HoldsFor(ReadOnlySpan<char> host) => HoldsFor(host, Parts, decides: false);

        public override bool LooksAtPathOf(ReadOnlySpan<char> host) => HoldsFor(host) is null && LooksAtPathOf(host, Parts);

        public override bool Matches(in RequestFacts request)
        {
            foreach (RuleNode part in Parts)
            {
                if (!part.Matches(request))
                    return false;
            }

            return true;
        }

        public override RuleNode? FirstFailing(in RequestFacts request)
        {
            foreach (RuleNode part in Parts)
            {
                if (part.FirstFailing(request) is { } failing)
                    return failing;
            }

            return null;
        }
    }

    /// <summary>At least one part holds.</summary>
    public sealed record Any(ImmutableArray<RuleNode> Parts) : RuleNode
    {
        public override string Text => string.Join(" || ", Parts.Select(part => $"({part.Text})").Order(StringComparer.Ordinal));

        // Only when every way of holding names hosts do all of them together say where the rule can hold.
        public override ImmutableArray<HostPattern> RequiredHosts =>
            Parts.Any(part => part.RequiredHosts.IsEmpty) ? [] : [.. Parts.SelectMany(part => part.RequiredHosts).Distinct()];

        public override int Specificity => Parts.Min(part => part.Specificity);

        public override bool LooksAtPath => Parts.Any(part => part.LooksAtPath);

        public override bool? HoldsFor(ReadOnlySpan<char> host) => HoldsFor(host, Parts, decides: true);

        public override bool LooksAtPathOf(ReadOnlySpan<char> host) => HoldsFor(host) is null && LooksAtPathOf(host, Parts);

        public override bool Matches(in RequestFacts request)
        {
            foreach (RuleNode part in Parts)
            {
                if (part.Matches(request))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The part does not hold.</summary>
    public sealed record Not(RuleNode Part) : RuleNode
    {
        public override string Text => $"!({Part.Text})";

        public override int Specificity => Part.Specificity;

        public override bool LooksAtPath => Part.LooksAtPath;

        public override bool? HoldsFor(ReadOnlySpan<char> host) => !Part.HoldsFor(host);

        public override bool LooksAtPathOf(ReadOnlySpan<char> host) => Part.LooksAtPathOf(host);

        public override bool Matches(in RequestFacts request) => !Part.Matches(request);
    }

    // One part that is what decides is enough; else all have to be known.
    private static bool? HoldsFor(ReadOnlySpan<char> host, ImmutableArray<RuleNode> parts, bool decides)
    {
        bool? all = !decides;
        foreach (RuleNode part in parts)
        {
            bool? one = part.HoldsFor(host);
            if (one == decides)
                return decides;
            if (one is null)
                all = null;
        }

        return all;
    }

    private static bool LooksAtPathOf(ReadOnlySpan<char> host, ImmutableArray<RuleNode> parts)
    {
        foreach (RuleNode part in parts)
        {
            if (part.LooksAtPathOf(host))
                return true;
        }

        return false;
    }
}
