using System.Collections.Frozen;
using System.Collections.Immutable;

namespace EdgeStack.Routes.Documents;

/// <summary>The fields of a route document. Their names are a contract (docs/contracts/route-documents.md).</summary>
internal static class RouteFields
{
    public const string Name = "name", Host = "host", Hosts = "hosts", Path = "path", Match = "match", Priority = "priority", Service = "service", Services = "services",
        AllowEncoded = "allowEncoded", Middlewares = "middlewares", AccessLog = "accessLog", Scheme = "scheme", PassHost = "passHost", Timeouts = "timeouts",
        Retry = "retry", Limits = "limits", UpstreamTls = "upstreamTls", Health = "health", Sticky = "sticky";

    /// <summary>Fields of the document itself.</summary>
    public static readonly ImmutableArray<string> OfDocument = ["version", "routes"];

    /// <summary>Every field of a route in version 1.</summary>
    public static readonly ImmutableArray<string> OfRoute =
    [
        Name, Host, Hosts, Path, Match, Priority, Service, Services, Scheme, PassHost, UpstreamTls, Timeouts, Retry, Health,
        Sticky, Limits, AllowEncoded, AccessLog, Middlewares,
    ];

    /// <summary>Fields of which a route has at least one; what has none of them is a part of a route.</summary>
    public static readonly ImmutableArray<string> OfWhole = [Host, Hosts, Path, Match, Service, Services];

    /// <summary>Fields that keep somebody or something out: without them a route must not serve.</summary>
    public static readonly FrozenSet<string> Protecting = new[] { Middlewares, Limits, UpstreamTls }.ToFrozenSet(StringComparer.Ordinal);
}
