using System.Net.Sockets;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using Tmds.DBus.Protocol;

namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>How systemd's units do: all of them counted, and the ones that matter one by one.</summary>
internal sealed class SystemdSource(SystemdOptions options) : IMetricSource, IDisposable
{
    private const double Microseconds = 1e6;

    private static readonly string[] States = ["active", "activating", "deactivating", "inactive", "failed"];

    private static readonly Family Running = Family.Gauge("node_systemd_system_running", "1 when systemd says that everything it should have started runs.");
    private static readonly Family Count = Family.Gauge("node_systemd_units", "How many units are in a state.", "state");
    private static readonly Family State = Family.Gauge("node_systemd_unit_state", "1 for the state that a unit is in.", "name", "state", "type");
    private static readonly Family Restarts = Family.Counter("node_systemd_service_restart_total", "How often systemd started a service again by itself.", "name");
    private static readonly Family Started = Family.Gauge("node_systemd_unit_start_time_seconds", "When a unit became active, in seconds since 1970; 0 while it is not.", "name");
    private static readonly Family Triggered = Family.Gauge("node_systemd_timer_last_trigger_seconds", "When a timer last went off, in seconds since 1970.", "name");
    private static readonly Family Accepted = Family.Counter("node_systemd_socket_accepted_connections_total", "Connections that a socket accepted.", "name");
    private static readonly Family Current = Family.Gauge("node_systemd_socket_current_connections", "Connections that a socket has now.", "name");
    private static readonly Family Refused = Family.Gauge("node_systemd_socket_refused_connections_total", "Connections that a socket refused.", "name");

    // How a service says that it is ready does not change while it is there, and costs a question.
    private readonly Dictionary<string, string> _types = [];

    // Making one costs as much as a reading, for us and for the bus.
    private SystemdBus? _bus;

    public string Name => "systemd";

    public ScrapePage Page => ScrapePage.Node;

    /// <summary>Seldom: systemd writes a text of all of its units for every reading.</summary>
    public TimeSpan Every { get; } = TimeSpan.FromMinutes(1);

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(5);

    public bool Blocks => false;

    public async ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation)
    {
        if (!File.Exists(options.BusSocket))
            return new SourceOutcome.Absent($"{options.BusSocket} is missing");
        try
        {
            SystemdUnits units = await ListAsync(cancellation);
            await ReadAsync(_bus!, units, samples, cancellation);
            return SourceOutcome.Ok;
        }
        catch (OperationCanceledException)
        {
            // What it did not answer in time it may answer when nobody waits.
            Dispose();
            throw;
        }
        catch (Exception fault) when (fault is DBusExceptionBase or SocketException or IOException)
        {
            Dispose();
            return new SourceOutcome.Failed($"{options.BusSocket}: {fault.Message}");
        }
    }

    public void Dispose()
    {
        _bus?.Dispose();
        _bus = null;
    }

    // A connection that was kept may have been lost since: the bus was started anew.
    private async Task<SystemdUnits> ListAsync(CancellationToken cancellation)
    {
        if (_bus is { } kept)
        {
            try
            {
                return await kept.ListUnitsAsync(options, cancellation);
            }
            catch (Exception fault) when (fault is DBusExceptionBase or SocketException or IOException or ObjectDisposedException)
            {
                Dispose();
            }
        }

        _bus = await SystemdBus.ConnectAsync(options.BusSocket, cancellation);
        return await _bus.ListUnitsAsync(options, cancellation);
    }

    private async Task ReadAsync(SystemdBus bus, SystemdUnits units, SampleWriter samples, CancellationToken cancellation)
    {
        if (await bus.TextAsync("SystemState", cancellation) is { } state)
            samples.Add(Running, state == "running" ? 1 : 0);
        foreach (string name in States.Union(units.ByState.Keys))
            samples.Add(Count, units.ByState.GetValueOrDefault(name), name);
        foreach (SystemdUnit unit in units.Shown.OrderBy(unit => unit.Name, StringComparer.Ordinal))
            await AddAsync(bus, samples, unit, cancellation);
    }

    private async Task AddAsync(SystemdBus bus, SampleWriter samples, SystemdUnit unit, CancellationToken cancellation)
    {
        string kind = Path.GetExtension(unit.Name);
        string type = kind == ".service" ? await TypeOfAsync(bus, unit, cancellation) : "";
        foreach (string name in States)
            samples.Add(State, unit.State == name ? 1 : 0, unit.Name, name, type);
        Add(Started, unit.State == "active" ? await bus.NumberAsync(unit, "Unit", "ActiveEnterTimestamp", cancellation) : 0, Microseconds);
        switch (kind)
        {
            case ".service":
                Add(Restarts, await bus.NumberAsync(unit, "Service", "NRestarts", cancellation));
                break;
            case ".timer":
                Add(Triggered, await bus.NumberAsync(unit, "Timer", "LastTriggerUSec", cancellation), Microseconds);
                break;
            case ".socket":
                Add(Accepted, await bus.NumberAsync(unit, "Socket", "NAccepted", cancellation));
                Add(Current, await bus.NumberAsync(unit, "Socket", "NConnections", cancellation));
                Add(Refused, await bus.NumberAsync(unit, "Socket", "NRefused", cancellation));
                break;
        }

        void Add(Family family, double? number, double divisor = 1)
        {
            if (number is { } known)
                samples.Add(family, known / divisor, unit.Name);
        }
    }

    private async Task<string> TypeOfAsync(SystemdBus bus, SystemdUnit unit, CancellationToken cancellation)
    {
        if (!_types.TryGetValue(unit.Name, out string? type) && (type = await bus.TextAsync(unit, "Service", "Type", cancellation)) is not null)
            _types[unit.Name] = type;
        return type ?? "";
    }
}
