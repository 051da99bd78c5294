using System.Text;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// cloudflared's own configuration: one rule that sends everything to our socket, so that a change of routes never touches cloudflared. It applies in
/// quick mode too, where it wins over <c>--url</c>; a tunnel that is managed remotely replaces it.
/// </summary>
internal static class CloudflaredConfiguration
{
    /// <param name="socket">Full path of our socket.</param>
    /// <param name="tunnel">The tunnel, when credentials name it.</param>
    /// <param name="credentials">Full path of the credentials file, likewise.</param>
    /// <param name="host">The host that all requests get, if they do not keep their own.</param>
    public static string Text(string socket, Guid? tunnel = null, string? credentials = null, string? host = null)
    {
        StringBuilder yaml = new();
        if (tunnel is not null)
            yaml.Append($"tunnel: {tunnel}\ncredentials-file: {Quoted(credentials!)}\n");
        string named = host is null ? "" : $", httpHostHeader: {Quoted(host)}";
        yaml.Append($"originRequest: {{connectTimeout: 5s, keepAliveConnections: 100, keepAliveTimeout: 90s{named}}}\n");
        yaml.Append($"ingress:\n  - service: {Quoted("unix:" + socket)}\n");
        return yaml.ToString();
    }

    // In single quotes YAML escapes nothing but the quote itself.
    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
