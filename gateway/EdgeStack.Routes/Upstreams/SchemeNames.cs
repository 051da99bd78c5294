using System.Collections.Immutable;

namespace EdgeStack.Routes.Upstreams;

/// <summary>How schemes are written in routes, annotations and endpoints.</summary>
public static class SchemeNames
{
    public const string Http = "http", Https = "https", H2c = "h2c";

    /// <summary>Traefik's annotation of a Service that names the scheme of its ports.</summary>
    public const string Annotation = "traefik.ingress.kubernetes.io/service.serversscheme";

    public static readonly ImmutableArray<string> All = [Http, Https, H2c];

    /// <summary>Null for <see cref="UpstreamScheme.ByPort"/>.</summary>
    public static string? Of(UpstreamScheme scheme) => scheme switch
    {
        UpstreamScheme.Http => Http,
        UpstreamScheme.Https => Https,
        UpstreamScheme.H2c => H2c,
        _ => null,
    };
}
