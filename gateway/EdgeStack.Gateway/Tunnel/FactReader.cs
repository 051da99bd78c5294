namespace EdgeStack.Gateway.Tunnel;

/// <summary>
/// Knows cloudflared's sentences. There is no other way to tell a token that is refused from a network that is slow: cloudflared stays alive with both,
/// and neither its exit code nor <c>/ready</c> says which it is.
/// </summary>
internal static class FactReader
{
    private const string Metrics = "Starting metrics server on ", MetricsPath = "/metrics";

    /// <summary>Null for a line that means nothing to us.</summary>
    public static TunnelFact? Of(CloudflaredLine line)
    {
        string message = line.Message;
        if (message.StartsWith(Metrics, StringComparison.Ordinal))
            return MetricsAddress(message[Metrics.Length..]);
        if (message.StartsWith("Registered tunnel connection", StringComparison.Ordinal))
            return line.Connection is { } up ? new TunnelFact.SlotUp(new TunnelSlot(up, line.Location, line.Protocol, line.Address)) : null;
        if (Begins(message, "Unregistered tunnel connection", "Lost connection with the edge", "Connection terminated"))
            return line.Connection is { } down ? new TunnelFact.SlotDown(down) : null;
        if (message.StartsWith("Switching to fallback protocol http2", StringComparison.Ordinal))
            return new TunnelFact.FellBack();
        if (line.Component is { } component && line.Status is { } status)
            return new TunnelFact.Prechecked(new TunnelPrecheck(component, line.Target ?? "", status));
        if (message.StartsWith("Updated to new configuration", StringComparison.Ordinal))
            return new TunnelFact.Configured(line.Version ?? 0);
        return Trouble(line.Text);
    }

    private static TunnelFact? Trouble(string text) =>
        text.Contains("Unauthorized", StringComparison.Ordinal) ? new TunnelFact.Unauthorized(text)
        : text.Contains("error code: 1015", StringComparison.Ordinal) || text.Contains("429 Too Many Requests", StringComparison.Ordinal) ? new TunnelFact.RateLimited()
        : text.Contains("failed to parse quick Tunnel ID", StringComparison.Ordinal) || text.Contains("failed to request quick Tunnel", StringComparison.Ordinal) ? new TunnelFact.QuickServiceDown(text)
        : text.Contains("the DNS query failed", StringComparison.Ordinal) ? new TunnelFact.NoNames()
        : text.StartsWith("Unable to reach the origin service", StringComparison.Ordinal) ? new TunnelFact.NoGateway(text)
        : null;

    private static TunnelFact.MetricsAt? MetricsAddress(string written)
    {
        string authority = written.Trim();
        if (authority.EndsWith(MetricsPath, StringComparison.Ordinal))
            authority = authority[..^MetricsPath.Length];
        return Uri.TryCreate($"http://{authority}", UriKind.Absolute, out Uri? address) ? new TunnelFact.MetricsAt(address) : null;
    }

    private static bool Begins(string message, params ReadOnlySpan<string> beginnings)
    {
        foreach (string beginning in beginnings)
        {
            if (message.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
