using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Gateway.Settings;

/// <summary>The settings below <c>connections</c>.</summary>
internal static class ConnectionSettings
{
    public static readonly ImmutableArray<Setting<GatewayOptions>> All =
    [
        new("connections.max", "NUMBER", "Visitors' connections at the same time; one too many is closed at once. 0 is no limit.",
            o => Text(o.Connections.Max), (o, v) => Number(v, number => o.Connections.Max = number)),
        new("connections.perSource", "NUMBER", "The same from one IPv4 address or IPv6 /64; trusted peers speak for many and are not counted by source. 0 is no limit.",
            o => Text(o.Connections.PerSource), (o, v) => Number(v, number => o.Connections.PerSource = number)),
        new("connections.firstByte", "DURATION", "How long a new connection may say nothing.",
            o => DurationText.Of(o.Connections.FirstByteTimeout), (o, v) => Timeout(v, span => o.Connections.FirstByteTimeout = span)),
        new("connections.headers", "DURATION", "From a request's first byte to the end of its headers.",
            o => DurationText.Of(o.Connections.HeaderTimeout), (o, v) => Timeout(v, span => o.Connections.HeaderTimeout = span)),
        new("connections.keepAlive", "DURATION", "Between two requests of a connection.",
            o => DurationText.Of(o.Connections.KeepAlive), (o, v) => Timeout(v, span => o.Connections.KeepAlive = span)),
        new("connections.stall", "DURATION", "How long an upload may stand still, and a visitor may take no byte of an answer. Quiet streams, gRPC calls and WebSockets are not meant. 0s is no limit.",
            o => DurationText.Of(o.Connections.StallTimeout), (o, v) => DurationText.Read(v, span => o.Connections.StallTimeout = span)),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Number(string value, Action<int> assign)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return $"'{value}' is not a whole number from 0 upwards";
        assign(number);
        return null;
    }

    private static string? Timeout(string value, Action<TimeSpan> assign) =>
        DurationText.TryParse(value, out TimeSpan span) && span == TimeSpan.Zero ? $"'{value}' leaves no time at all" : DurationText.Read(value, assign);
}
