using System.Collections.Immutable;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Rules;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Middlewares;

internal static class HeadersReader
{
    private const string CustomRequest = "customRequestHeaders", CustomResponse = "customResponseHeaders", AllowedHosts = "allowedHosts";
    private const string AllowCredentials = "accessControlAllowCredentials", AllowHeaders = "accessControlAllowHeaders", AllowMethods = "accessControlAllowMethods";
    private const string Origins = "accessControlAllowOriginList", OriginPatterns = "accessControlAllowOriginListRegex";
    private const string ExposeHeaders = "accessControlExposeHeaders", MaxAge = "accessControlMaxAge", AddVary = "addVaryHeader";
    private const string StsSeconds = "stsSeconds", StsSubdomains = "stsIncludeSubdomains", StsPreload = "stsPreload", StsForce = "forceSTSHeader";
    private const string FrameDeny = "frameDeny", FrameValue = "customFrameOptionsValue", Nosniff = "contentTypeNosniff";
    private const string XssFilter = "browserXssFilter", XssValue = "customBrowserXSSValue";

    /// <summary>Options whose text is a response header's value.</summary>
    private static readonly ImmutableArray<(string Option, string Header)> Texts =
    [
        ("contentSecurityPolicy", "Content-Security-Policy"), ("contentSecurityPolicyReportOnly", "Content-Security-Policy-Report-Only"),
        ("referrerPolicy", "Referrer-Policy"), ("permissionsPolicy", "Permissions-Policy"),
    ];

    private static readonly ImmutableArray<string> CorsNames = [AllowCredentials, AllowHeaders, AllowMethods, Origins, OriginPatterns, ExposeHeaders, MaxAge, AddVary];

    public static readonly MiddlewareKind Kind = new(
        "headers",
        [
            CustomRequest, CustomResponse, AllowedHosts, .. CorsNames, StsSeconds, StsSubdomains, StsPreload, StsForce, FrameDeny, FrameValue, Nosniff,
            XssFilter, XssValue, .. Texts.Select(text => text.Option),
        ],
        Read)
    {
        NotYet = ["hostsProxyHeaders", "sslProxyHeaders", "isDevelopment", "publicKey", "sslRedirect", "sslTemporaryRedirect", "sslHost", "sslForceHost", "featurePolicy"],
        Protecting = [AllowedHosts, CustomRequest, "hostsProxyHeaders", "isDevelopment", "sslProxyHeaders"],
    };

    private static MiddlewareSpec.Headers Read(MiddlewareOptions options) => new()
    {
        Request = new OptionList<HeaderChange>([.. Custom(options, CustomRequest)]),
        Response = new OptionList<HeaderChange>([.. Security(options), .. Custom(options, CustomResponse)]),
        StrictTransport = ReadStrictTransport(options),
        Cors = CorsNames.Any(options.Has) ? ReadCors(options) : null,
        AllowedHosts = new OptionList<string>([.. Hosts(options)]),
    };

    private static IEnumerable<HeaderChange> Security(MiddlewareOptions options)
    {
        bool deny = options.Flag(FrameDeny), filter = options.Flag(XssFilter);
        if (HeaderValue(options, FrameValue) is { } frames)
            yield return new HeaderChange("X-Frame-Options", frames);
        else if (deny)
            yield return new HeaderChange("X-Frame-Options", "DENY");
        if (options.Flag(Nosniff))
            yield return new HeaderChange("X-Content-Type-Options", "nosniff");
        if (HeaderValue(options, XssValue) is { } xss)
            yield return new HeaderChange("X-XSS-Protection", xss);
        else if (filter)
            yield return new HeaderChange("X-XSS-Protection", "1; mode=block");
        foreach ((string option, string header) in Texts)
        {
            if (HeaderValue(options, option) is { } value)
                yield return new HeaderChange(header, value);
        }
    }

    private static string? HeaderValue(MiddlewareOptions options, string option)
    {
        if (options.Text(option) is not { Length: > 0 } value)
            return null;
        // A long policy is written over several lines; YAML's '|' leaves the last line end.
        string text = value.TrimEnd('\n');
        if (!HeaderSyntax.IsValue(text))
            options.Report(option, $"'{option}' contains what cannot stand in a header", "write one line of ASCII; '>-' joins several lines of YAML");
        return text;
    }

    private static IEnumerable<HeaderChange> Custom(MiddlewareOptions options, string option)
    {
        foreach ((string name, string value, Mark at) in options.Pairs(option))
        {
            bool isHost = name.Equals("Host", StringComparison.OrdinalIgnoreCase);
            if (!HeaderSyntax.IsName(name))
                options.Report(option, at, $"'{name}' is not the name of a header", null);
            else if (HeaderSyntax.BelongsToConnection(name) || (isHost && (value.Length == 0 || option == CustomResponse)))
                options.Report(option, at, $"header '{name}' cannot be {(value.Length == 0 ? "removed" : "set")}: messages would be misread", "take it out");
            else if (!HeaderSyntax.IsValue(value))
                options.Report(option, at, $"the value of '{name}' contains what cannot stand in a header", "write one line of ASCII");
            yield return new HeaderChange(name, value.Length == 0 ? null : value);
        }
    }

    private static StrictTransport? ReadStrictTransport(MiddlewareOptions options)
    {
        const long HundredYears = 3_153_600_000;
        long seconds = options.Whole(StsSeconds, 0, 0, HundredYears);
        string subdomains = options.Flag(StsSubdomains) ? "; includeSubDomains" : "", preload = options.Flag(StsPreload) ? "; preload" : "";
        bool always = options.Flag(StsForce);
        if (seconds > 0)
            return new StrictTransport($"max-age={seconds}{subdomains}{preload}", always);
        // Traefik is silent here and sends nothing, which nobody who writes this wants.
        if (subdomains.Length + preload.Length > 0 || always)
            options.Report(subdomains.Length > 0 ? StsSubdomains : preload.Length > 0 ? StsPreload : StsForce, "without 'stsSeconds' no Strict-Transport-Security is sent", "add 'stsSeconds: 31536000'");
        return null;
    }

    private static CorsOptions ReadCors(MiddlewareOptions options)
    {
        const long OneYear = 31_536_000;
        return new CorsOptions
        {
            AllowCredentials = options.Flag(AllowCredentials),
            AllowHeaders = Joined(options, AllowHeaders),
            AllowMethods = Joined(options, AllowMethods),
            ExposeHeaders = Joined(options, ExposeHeaders),
            Origins = new OptionList<string>([.. Values(options, Origins)]),
            OriginPatterns = new OptionList<string>([.. Patterns(options)]),
            MaxAge = options.Whole(MaxAge, 0, 0, OneYear),
            AddVary = options.Flag(AddVary),
        };
    }

    private static string Joined(MiddlewareOptions options, string option) => string.Join(',', Values(options, option));

    private static IEnumerable<string> Values(MiddlewareOptions options, string option)
    {
        foreach ((string text, Mark at) in options.Texts(option))
        {
            if (!HeaderSyntax.IsValue(text))
                options.Report(option, at, $"an item of '{option}' contains what cannot stand in a header", null);
            yield return text;
        }
    }

    private static IEnumerable<string> Patterns(MiddlewareOptions options)
    {
        foreach ((string text, Mark at) in options.Texts(OriginPatterns))
        {
            foreach (PatternProblem problem in GoPattern.Read(text, options.Patterns).Problems)
                options.Report(OriginPatterns, at, $"pattern '{text}': {problem.Message}", problem.Fix);
            yield return text;
        }
    }

    private static IEnumerable<string> Hosts(MiddlewareOptions options)
    {
        foreach ((string text, Mark at) in options.Texts(AllowedHosts))
        {
            if (!HostName.TryParse(text, out string host, out string? fault))
                options.Report(AllowedHosts, at, $"host '{text}' {fault}", "write names like 'www.example.com'");
            yield return host;
        }

        options.RequireItems(AllowedHosts, "'allowedHosts' names no host", "name the hosts, or take it out");
    }
}
