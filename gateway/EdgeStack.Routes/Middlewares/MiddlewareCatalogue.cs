using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Middlewares;

/// <summary>Every middleware that people may write, whether this version does it or not.</summary>
internal static class MiddlewareCatalogue
{
    public static readonly ImmutableArray<MiddlewareKind> Implemented =
    [
        HeadersReader.Kind, StripPrefixReader.Kind, AddPrefixReader.Kind, RedirectSchemeReader.Kind,
        BasicAuthReader.Kind, IpAllowListReader.Kind, RateLimitReader.Kind, CompressReader.Kind,
        CloudflareAccessReader.Kind,
    ];

    /// <summary>Traefik's others, those of its paid edition too, and whether they keep somebody or something out. When unsure they do.</summary>
    public static readonly FrozenDictionary<string, bool> NotYet = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["apiKey"] = true,
        ["buffering"] = true, // limits the size of requests
        ["chain"] = true, // of whatever it holds
        ["circuitBreaker"] = true,
        ["contentType"] = false,
        ["coraza"] = true,
        ["digestAuth"] = true,
        ["distributedRateLimit"] = true,
        ["encodedCharacters"] = true,
        ["errors"] = false,
        ["forwardAuth"] = true,
        ["grpcWeb"] = false,
        ["hmac"] = true,
        ["inFlightReq"] = true,
        ["jwt"] = true,
        ["ldap"] = true,
        ["oAuthIntrospection"] = true,
        ["oidc"] = true,
        ["opa"] = true,
        ["passTLSClientCert"] = true, // the service decides by it
        ["plugin"] = true,
        ["redirectRegex"] = false,
        ["replacePath"] = true, // hides the service's other paths
        ["replacePathRegex"] = true,
        ["retry"] = false,
        ["stripPrefixRegex"] = false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of before Traefik 3.</summary>
    public static readonly FrozenDictionary<string, string> FormerNames =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ipWhiteList"] = "ipAllowList" }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly ImmutableArray<string> Names = [.. Implemented.Select(kind => kind.Name), .. NotYet.Keys.Order(StringComparer.Ordinal), .. FormerNames.Keys];

    public static MiddlewareKind? Find(string name)
    {
        string current = FormerNames.GetValueOrDefault(name, name);
        return Implemented.FirstOrDefault(kind => kind.Name == current);
    }

    public static bool Protects(string name) => Find(name) is { } kind ? kind.Protects || !kind.Protecting.IsEmpty : NotYet.GetValueOrDefault(name, true);

    /// <summary>True when a name that stands where none belongs, after a mistake in the indentation for one, means something that protects.</summary>
    public static bool AsksForProtection(string name) => (NearestName.Of(name, Names) is { } nearest && Protects(nearest)) || ProtectionWords.Speak(name);
}
