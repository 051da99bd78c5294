using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Hosting.Otlp;
using EdgeStack.Hosting.Settings;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Rules;
using static EdgeStack.Hosting.Settings.SettingText;

namespace EdgeStack.Gateway.Settings;

/// <summary>Every setting. Help, docs/settings.md, unknown-key errors and reading all come from this list.</summary>
internal static class SettingsCatalogue
{
    public static ProgramSettings<GatewayOptions> Program => new("edgestack-gateway", "/etc/edgestack/gateway.yaml", All, Complete);

    public static readonly ImmutableArray<Setting<GatewayOptions>> All =
    [
        new("routes", "DIR", "Folder with route files; may be given several times. Without it the routes come from Kubernetes.",
            o => string.Join(',', o.Routes), (o, v) => Folder(o, v), IsList: true),
        new("kubernetes.kubeconfig", "FILE", "Kubeconfig of the cluster to read routes from; default: the pod's service account.",
            o => o.Kubernetes.Kubeconfig ?? "", (o, v) => ExistingFile(v, path => o.Kubernetes.Kubeconfig = path)),
        new("kubernetes.context", "NAME", "Context in the kubeconfig; default: its current one.",
            o => o.Kubernetes.Context ?? "", (o, v) => NotEmpty(v, text => o.Kubernetes.Context = text)),
        new("kubernetes.namespaces", "NAME", "Namespaces to watch; may be given several times; default: the own one.",
            o => string.Join(',', o.Kubernetes.Namespaces), (o, v) => NotEmpty(v, text => o.Kubernetes.Namespaces = [.. o.Kubernetes.Namespaces.Append(text).Distinct(StringComparer.Ordinal)]), IsList: true),
        new("kubernetes.events", "true|false", "Write a Kubernetes Event about each ConfigMap whose routes have a problem, and when it is right again; needs the verbs create and patch on events.",
            o => o.Kubernetes.Events ? "true" : "false", (o, v) => Flag(v, flag => o.Kubernetes.Events = flag)),
        new("grants.hosts", "HOST=NAMESPACE", "Lets a namespace have routes for a host that belongs to another one; *.example.com and * as in routes. May be given several times.",
            o => string.Join(',', o.Grants.Hosts), HostGrants, IsList: true),
        new("upstreams.urlNamespaces", "NAME", "Namespaces of a cluster whose routes may name URLs and Services of type ExternalName; * is all. May be given several times.",
            o => string.Join(',', o.Upstreams.UrlNamespaces), (o, v) => NotEmpty(v, text => o.Upstreams.UrlNamespaces = [.. o.Upstreams.UrlNamespaces.Append(text).Distinct(StringComparer.Ordinal)]), IsList: true),
        new("upstreams.allowAddresses", "ADDRESS", "Addresses or networks that upstreams of a cluster may have although they are loopback, link-local, metadata or the API server. May be given several times.",
            o => string.Join(',', o.Upstreams.AllowAddresses), AllowedAddress, IsList: true),
        new("state.folder", "DIR", "Where the last good routes of a cluster are kept, so that a restart serves them while the API server is away. Nothing is kept when there is no such folder.",
            o => o.StateFolder, (o, v) => NotEmpty(v, path => o.StateFolder = Path.GetFullPath(path))),
        new("listeners.public", "URL", "Where visitors are served.",
            o => o.Listeners.Public, (o, v) => Listener(v, url => o.Listeners.Public = url)),
        new("listeners.h2c", "URL", "Where visitors are served over HTTP/2 without TLS, for gRPC; default: not at all.",
            o => o.Listeners.H2c ?? "", (o, v) => Listener(v, url => o.Listeners.H2c = url)),
        new("listeners.admin", "URL", "Read-only admin API. An address other than loopback also needs admin.tokenFile.",
            o => o.Listeners.Admin, (o, v) => Listener(v, url => o.Listeners.Admin = url)),
        new("listeners.metrics", "URL", "/metrics, /healthz/live and /healthz/ready.",
            o => o.Listeners.Metrics, (o, v) => Listener(v, url => o.Listeners.Metrics = url)),
        new("listeners.tunnel", "SOCKET", "Unix socket for cloudflared, unix:/run/edgestack/tunnel.sock, in a folder that only this user may enter (made with mode 0700). Whoever comes through it is a trusted peer. Off by default.",
            o => o.Listeners.Tunnel ?? "", (o, v) => SocketPath(v, path => o.Listeners.Tunnel = path)),
        new("visitor.trustedPeers", "CIDR", "Addresses or networks of proxies in front of the gateway, which are believed about who is calling; may be given several times. Loopback is none unless it is named.",
            o => string.Join(',', o.Visitor.TrustedPeers), TrustedPeer, IsList: true),
        .. ConnectionSettings.All,
        .. TunnelSettings.All,
        new("admin.tokenFile", "FILE", "File with the bearer token that the admin API asks for.",
            o => o.AdminTokenFile ?? "", (o, v) => ExistingFile(v, path => o.AdminTokenFile = path)),
        new("accessLog", "true|false", "One line a request.",
            o => o.AccessLog.Enabled ? "true" : "false", (o, v) => Flag(v, flag => o.AccessLog.Enabled = flag)),
        .. AccessLogSettings.All,
        .. OtlpSettings.All<GatewayOptions>(o => o.Otlp, "requests"),
        new("log.level", "LEVEL", "Least level of the program's own log on stderr: Debug, Information, Warning or Error.",
            o => o.LogLevel.ToString(), (o, v) => Level(v, level => o.LogLevel = level)),
        new("shutdown.delay", "DURATION", "How long new connections are still taken after SIGTERM, while /healthz/ready says 503 already: for proxies that have to notice. Not needed after a preStop that waits.",
            o => DurationText.Of(o.ShutdownDelay), (o, v) => DurationText.Read(v, span => o.ShutdownDelay = span)),
        new("shutdown.grace", "DURATION", "How long running requests may take to finish after that, for example 20s. Then WebSockets get a close frame and five seconds to answer it.",
            o => DurationText.Of(o.ShutdownGrace), (o, v) => DurationText.Read(v, span => o.ShutdownGrace = span)),
        new("shutdown.withStdin", "true|false", "Stop when standard input ends: for a parent process that may die without a word.",
            o => o.ShutdownWithStdin ? "true" : "false", (o, v) => Flag(v, flag => o.ShutdownWithStdin = flag)),
    ];

    private static string? Folder(GatewayOptions options, string value)
    {
        if (!Directory.Exists(value))
            return $"there is no folder '{value}'";
        options.Routes = [.. options.Routes.Append(Path.GetFullPath(value)).Distinct(StringComparer.Ordinal)];
        return null;
    }

    private static string? SocketPath(string value, Action<string> assign)
    {
        const string Scheme = "unix:";
        const int LongestPath = 107; // of sockaddr_un, less the zero at its end
        string path = value.StartsWith(Scheme, StringComparison.Ordinal) ? value[Scheme.Length..] : value;
        if (!Path.IsPathRooted(path) || Path.EndsInDirectorySeparator(path))
            return $"'{value}' is not the path of a socket, for example unix:/run/edgestack/tunnel.sock";
        path = Path.GetFullPath(path);
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
            return $"'{path}' is longer than the {LongestPath} bytes that the path of a socket may have";
        assign(path);
        return null;
    }

    private static string? TrustedPeer(GatewayOptions options, string value)
    {
        if (!AddressRange.TryParse(value, out AddressRange range))
            return $"'{value}' is neither an address nor a network such as 10.0.0.0/8";
        if (range.Network.BaseAddress.IsIPv4MappedToIPv6)
            return $"'{value}' is IPv4 inside IPv6, which counts as IPv4: write it as such";
        if (range.Network.PrefixLength == 0)
            return $"'{value}' is everybody: any visitor could give himself any address; name the proxies";
        options.Visitor.TrustedPeers = options.Visitor.TrustedPeers.Add(range);
        return null;
    }

    private static string? HostGrants(GatewayOptions options, string value)
    {
        if (!HostGrant.TryParse(value, out HostGrant? grant, out string? fault))
            return fault;
        options.Grants.Hosts = [.. options.Grants.Hosts, grant!];
        return null;
    }

    private static string? AllowedAddress(GatewayOptions options, string value)
    {
        if (!AddressRange.TryParse(value, out AddressRange range))
            return $"'{value}' is neither an address nor a network such as 192.0.2.0/24";
        options.Upstreams.AllowAddresses = [.. options.Upstreams.AllowAddresses, range];
        return null;
    }

    // What one setting wants of another.
    private static IEnumerable<string> Complete(GatewayOptions options)
    {
        if (!options.Listeners.AdminIsLoopback && options.AdminTokenFile is null)
            yield return $"listeners.admin: {options.Listeners.Admin} is not loopback; set admin.tokenFile to a file with a bearer token";
        if (TunnelSettings.Complete(options) is { } missing)
            yield return missing;
    }
}
