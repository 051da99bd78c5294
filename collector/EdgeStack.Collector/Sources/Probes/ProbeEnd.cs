using System.Globalization;

namespace EdgeStack.Collector.Sources.Probes;

/// <summary>A host and a port.</summary>
internal sealed record ProbeEnd(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c> or <c>[address]:port</c>; null when it is neither.</summary>
    public static ProbeEnd? Read(string text)
    {
        int at = text.LastIndexOf(':');
        if (at <= 0 || !ushort.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
            return null;
        string host = text[..at];
        if (host is ['[', .. var address, ']'])
            host = address;
        else if (host.Contains(':', StringComparison.Ordinal))
            return null;
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : new ProbeEnd(host, port);
    }
}
