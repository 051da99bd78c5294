using System.Collections.Immutable;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Middlewares;

/// <summary>A middleware of a route with checked options. The family is closed.</summary>
public abstract record MiddlewareSpec
{
    private MiddlewareSpec()
    {
    }

    /// <summary>As it is written, <c>stripPrefix</c>.</summary>
    public string Name => char.ToLowerInvariant(GetType().Name[0]) + GetType().Name[1..];

    /// <summary>Whether it keeps somebody or something out: then the route must not serve without it.</summary>
    public virtual bool Protects => false;

    /// <summary>Changes headers of requests and responses.</summary>
    public sealed record Headers : MiddlewareSpec
    {
        public OptionList<HeaderChange> Request { get; init; } = OptionList<HeaderChange>.Empty;

        /// <summary>In order; security headers before custom ones, so that custom ones win.</summary>
        public OptionList<HeaderChange> Response { get; init; } = OptionList<HeaderChange>.Empty;

        public StrictTransport? StrictTransport { get; init; }

        /// <summary>Null when no <c>accessControl*</c> option is written.</summary>
        public CorsOptions? Cors { get; init; }

        /// <summary>Canonical host names; empty when every host is welcome.</summary>
        public OptionList<string> AllowedHosts { get; init; } = OptionList<string>.Empty;

        // A request header that is taken away or set is one that the service would have believed the visitor.
        public override bool Protects => AllowedHosts.Count > 0 || Request.Count > 0;
    }

    /// <summary>Takes the first prefix that a path begins with off it.</summary>
    /// <param name="Prefixes">Each begins with a slash, percent-encoded as it is to be sent.</param>
    public sealed record StripPrefix(OptionList<string> Prefixes) : MiddlewareSpec;

    /// <summary>Puts a prefix before every path.</summary>
    /// <param name="Prefix">Begins with a slash, percent-encoded as it is to be sent.</param>
    public sealed record AddPrefix(string Prefix) : MiddlewareSpec;

    /// <summary>Sends visitors to the same address with another scheme.</summary>
    /// <param name="Scheme">http or https.</param>
    /// <param name="Port">Null is the scheme's own.</param>
    /// <param name="Permanent">301 and 308 instead of 302 and 307.</param>
    public sealed record RedirectScheme(string Scheme, int? Port, bool Permanent) : MiddlewareSpec;

    /// <summary>Lets in who knows a user's password (RFC 7617).</summary>
    public sealed record BasicAuth(UserSource Users) : MiddlewareSpec
    {
        public string Realm { get; init; } = "EdgeStack";

        /// <summary>Header in which the service is told the user's name; null when it is not.</summary>
        public string? HeaderField { get; init; }

        /// <summary>Whether the service does not get the password.</summary>
        public bool RemoveHeader { get; init; }

        public override bool Protects => true;
    }

    /// <summary>Lets in who has logged in to Cloudflare Access, which a signed token proves.</summary>
    /// <param name="Team">The team's name, a label of a host in lower case: its tokens alone count.</param>
    /// <param name="Audiences">Tags of applications, 64 hexadecimal digits in lower case; at least one.</param>
    public sealed record CloudflareAccess(string Team, OptionList<string> Audiences) : MiddlewareSpec
    {
        /// <summary>Header in which the service is told the visitor's e-mail; null when it is not.</summary>
        public string? HeaderField { get; init; }

        public override bool Protects => true;
    }

    /// <summary>Lets in these addresses only.</summary>
    /// <param name="Ranges">At least one.</param>
    /// <param name="RejectStatus">What others get.</param>
    public sealed record IpAllowList(OptionList<AddressRange> Ranges, int RejectStatus) : MiddlewareSpec
    {
        public override bool Protects => true;
    }

    /// <summary>Lets each source send <paramref name="Average"/> requests a <paramref name="Period"/>, and <paramref name="Burst"/> at once.</summary>
    /// <param name="Average">0 is no limit.</param>
    /// <param name="Period">Longer than zero.</param>
    /// <param name="Burst">At least 1.</param>
    /// <param name="Source">What is counted by.</param>
    public sealed record RateLimit(long Average, TimeSpan Period, long Burst, RateSource Source) : MiddlewareSpec
    {
        public override bool Protects => true;
    }

    /// <summary>Compresses responses for visitors who can read that.</summary>
    public sealed record Compress : MiddlewareSpec
    {
        public static readonly ImmutableArray<string> Known = ["br", "gzip"];

        /// <summary>Of <see cref="Known"/>, in order of preference.</summary>
        public OptionList<string> Encodings { get; init; } = new(["gzip", "br"]);

        /// <summary>Media types without parameters; <c>text/*</c> is all of a kind. Empty is the gateway's own list.</summary>
        public OptionList<string> IncludedTypes { get; init; } = OptionList<string>.Empty;

        /// <inheritdoc cref="IncludedTypes"/>
        public OptionList<string> ExcludedTypes { get; init; } = OptionList<string>.Empty;

        /// <summary>Smaller bodies stay as they are.</summary>
        public int MinimumBytes { get; init; } = 1024;
    }
}
