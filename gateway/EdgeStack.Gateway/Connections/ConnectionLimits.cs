using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using Microsoft.AspNetCore.Connections;

namespace EdgeStack.Gateway.Connections;

/// <summary>
/// How many connections there may be, in total and from one source. One too many is closed at once; those that stand are not touched.
/// The tunnel's socket is not counted, and a trusted peer only in total: it speaks for many.
/// </summary>
internal sealed class ConnectionLimits
{
    private readonly ConnectionOptions _options;
    private readonly GatewayOptions _gateway;
    private readonly ConcurrentDictionary<UInt128, int> _bySource = new();
    private int _total;
    private long _refusedInTotal;
    private long _refusedBySource;

    public ConnectionLimits(GatewayOptions options, IMeterFactory meters)
    {
        (_gateway, _options) = (options, options.Connections);
        Meter meter = meters.Create("EdgeStack.Gateway.Connections");
        meter.CreateObservableCounter("edgestack_gateway_connections_refused_total", Refused, null, "Connections closed because there were too many, in total or from one source.");
        meter.CreateObservableGauge("edgestack_gateway_connections", () => Volatile.Read(ref _total), null, "Visitors' connections that stand.");
    }

    /// <summary>Runs a connection if there is room for it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        UInt128? source = SourceOf(connection);
        if (source is { } counted && !Enter(counted))
        {
            Interlocked.Increment(ref _refusedBySource);
            Refuse(connection);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _total) <= _options.Max || _options.Max == 0)
            {
                await next(connection);
                return;
            }

            Interlocked.Increment(ref _refusedInTotal);
            Refuse(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _total);
            if (source is { } left)
                Leave(left);
        }
    }

    private static void Refuse(ConnectionContext connection) => connection.Abort(new ConnectionAbortedException("too many connections"));

    private Measurement<long>[] Refused() =>
    [
        new(Interlocked.Read(ref _refusedInTotal), new KeyValuePair<string, object?>("limit", "total")),
        new(Interlocked.Read(ref _refusedBySource), new KeyValuePair<string, object?>("limit", "source")),
    ];

    private bool Enter(UInt128 source)
    {
        if (_bySource.AddOrUpdate(source, 1, static (_, count) => count + 1) <= _options.PerSource)
            return true;
        Leave(source);
        return false;
    }

    private void Leave(UInt128 source)
    {
        // An entry goes with its last connection, so that the table is never larger than the number of connections.
        if (_bySource.AddOrUpdate(source, 0, static (_, count) => count - 1) <= 0)
            ((ICollection<KeyValuePair<UInt128, int>>)_bySource).Remove(new KeyValuePair<UInt128, int>(source, 0));
    }

    // An IPv4 address, or the /64 that one IPv6 customer has for himself.
    private UInt128? SourceOf(ConnectionContext connection)
    {
        if (_options.PerSource == 0 || connection.RemoteEndPoint is not IPEndPoint { Address: var address })
            return null;
        foreach (AddressRange trusted in _gateway.Visitor.TrustedPeers)
        {
            if (trusted.Contains(address))
                return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        UInt128 value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? value >> 64 : value;
    }
}
