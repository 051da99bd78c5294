using System.Collections.Immutable;
using System.Text;
using EdgeStack.Documents;
using EdgeStack.Hosting.Settings;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Settings;

/// <summary>The settings below <c>tunnel</c>.</summary>
internal static class TunnelSettings
{
    private const string SocketName = "gateway.sock";

    private const int LongestSocket = 107; // sockaddr_un

    private static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(3);

    public static readonly ImmutableArray<Setting<GatewayOptions>> All =
    [
        new("tunnel.mode", "MODE", "Tunnel to Cloudflare: off, quick (free, random name), token, managed or credentials (cloudflared runs as a child of the gateway), external (somebody else runs it, it is only watched).",
            o => Text(o.Tunnel.Mode), (o, v) => OneOf<TunnelMode>(v, mode => o.Tunnel.Mode = mode)),
        new("tunnel.binary", "FILE", "cloudflared: a path, or a name on PATH. 2025.6.1 or newer.",
            o => o.Tunnel.Binary, (o, v) => SettingText.NotEmpty(v, file => o.Tunnel.Binary = file)),
        new("tunnel.folder", "DIR", "Folder of cloudflared's configuration and of the socket over which it reaches the gateway; only this user may enter it (made with mode 0700).",
            o => o.Tunnel.Folder, (o, v) => SettingText.NotEmpty(v, folder => o.Tunnel.Folder = Path.GetFullPath(folder))),
        new("tunnel.tokenFile", "FILE", "For mode token: file with the tunnel's token, or with the whole command that Cloudflare shows.",
            o => o.Tunnel.TokenFile ?? "", (o, v) => SettingText.NotEmpty(v, file => o.Tunnel.TokenFile = Path.GetFullPath(file))),
        new("tunnel.credentialsFile", "FILE", "For modes managed and credentials: the tunnel's credentials, as 'cloudflared tunnel create' writes them.",
            o => o.Tunnel.CredentialsFile ?? "", (o, v) => SettingText.NotEmpty(v, file => o.Tunnel.CredentialsFile = Path.GetFullPath(file))),
        new("tunnel.metricsUrl", "URL", "For mode external: where that cloudflared has its metrics, for example http://cloudflared:20241.",
            o => o.Tunnel.MetricsUrl?.ToString() ?? "", MetricsUrl),
        new("tunnel.quickHost", "HOST", "For mode quick: the host that its visitors ask for, instead of the tunnel's random name, which no route knows.",
            o => o.Tunnel.QuickHost ?? "", QuickHost),
        new("tunnel.protocol", "auto|quic|http2", "What cloudflared speaks to Cloudflare. auto is QUIC, and HTTP/2 where UDP is blocked.",
            o => Text(o.Tunnel.Protocol), (o, v) => OneOf<TunnelProtocol>(v, protocol => o.Tunnel.Protocol = protocol)),
        new("tunnel.grace", "DURATION", "How long requests may take to finish when cloudflared is stopped, at most 3m.",
            o => DurationText.Of(o.Tunnel.Grace), Grace),
    ];

    /// <summary>What one setting of the tunnel wants of another; the socket, when none is named.</summary>
    /// <returns>What is missing, or null.</returns>
    public static string? Complete(GatewayOptions options)
    {
        TunnelOptions tunnel = options.Tunnel;
        if (tunnel.IsOurs)
            options.Listeners.Tunnel ??= Path.Combine(tunnel.Folder, SocketName);
        if (options.Listeners.Tunnel is { } socket && Encoding.UTF8.GetByteCount(socket) > LongestSocket)
            return $"listeners.tunnel: '{socket}' is longer than the {LongestSocket} bytes that a socket's path may have; name a shorter one, or a shorter tunnel.folder";
        return tunnel.Mode switch
        {
            TunnelMode.Token when tunnel.TokenFile is null => "tunnel.mode: token needs tunnel.tokenFile, a file with the token that Cloudflare shows for the tunnel",
            TunnelMode.Managed when tunnel.CredentialsFile is null => "tunnel.mode: managed needs tunnel.credentialsFile, which 'edgestack tunnel create' writes",
            TunnelMode.Credentials when tunnel.CredentialsFile is null => "tunnel.mode: credentials needs tunnel.credentialsFile, which 'cloudflared tunnel create' writes",
            TunnelMode.External when tunnel.MetricsUrl is null => "tunnel.mode: external needs tunnel.metricsUrl, for example http://cloudflared:20241",
            _ => null,
        };
    }

    private static string Text<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string? OneOf<T>(string value, Action<T> assign)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetValues<T>().Select(Text)];
        int index = Array.IndexOf(names, value);
        if (index < 0)
            return $"'{value}' is not one of {string.Join(", ", names)}{(NearestName.Suggestion(value, names) is { } nearest ? $"; {nearest}" : "")}";
        assign(Enum.GetValues<T>()[index]);
        return null;
    }

    private static string? QuickHost(GatewayOptions options, string value)
    {
        if (!HostName.TryParse(value, out string host, out string? fault))
            return $"'{value}' {fault}";
        options.Tunnel.QuickHost = host;
        return null;
    }

    private static string? MetricsUrl(GatewayOptions options, string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? uri) || uri.Scheme != "http" || uri.AbsolutePath != "/" || uri.Query.Length > 0 || uri.UserInfo.Length > 0)
            return $"'{value}' is not of the form http://host:port";
        options.Tunnel.MetricsUrl = uri;
        return null;
    }

    private static string? Grace(GatewayOptions options, string value) =>
        DurationText.TryParse(value, out TimeSpan span) && span > LongestGrace ? $"'{value}' is longer than the 3m that cloudflared allows" : DurationText.Read(value, grace => options.Tunnel.Grace = grace);
}
