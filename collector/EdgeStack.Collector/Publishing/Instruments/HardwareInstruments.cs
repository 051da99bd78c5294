using System.Collections.Immutable;
using EdgeStack.Collector.Publishing.Points;
using static EdgeStack.Collector.Publishing.Points.InstrumentKind;
using static EdgeStack.Collector.Publishing.Points.PointRule;

namespace EdgeStack.Collector.Publishing.Instruments;

/// <summary>Sensors and wear: https://opentelemetry.io/docs/specs/semconv/hardware/. What a Raspberry Pi's firmware throttles has no convention.</summary>
internal static class HardwareInstruments
{
    private static readonly Dictionary<string, string> StatesOfEndOfLife = new(StringComparer.Ordinal) { ["normal"] = "ok", ["warning"] = "degraded", ["urgent"] = "predicted_failure" };

    public static ImmutableArray<Instrument> All { get; } =
    [
        new("hw.temperature", Gauge, "Cel", "Temperature at a sensor.",
            Computed(board => Sensors(board, "node_hwmon_temp_celsius")),
            Each("edgestack_pi_temperature_celsius", "hw.id=sensor", "hw.parent='firmware'"),
            Each("node_thermal_zone_temp", "hw.id=zone", "hw.name=type", "hw.parent='thermal_zone'")),
        new("hw.temperature.limit", Gauge, "Cel", "Temperature from which something is done.",
            Computed(board => Limits(board, "node_hwmon_temp_max_celsius", "high.degraded")),
            Computed(board => Limits(board, "node_hwmon_temp_crit_celsius", "high.critical"))),
        new("hw.fan.speed", Gauge, "rpm", "Turns of a fan.", Computed(board => Sensors(board, "node_hwmon_fan_rpm"))),
        new("hw.voltage", Gauge, "V", "Voltage at a sensor or of a rail.",
            Computed(board => Sensors(board, "node_hwmon_in_volts")),
            Each("edgestack_pi_rail_volts", "hw.id=rail", "hw.parent='firmware'"),
            Each("edgestack_pi_pmic_volts", "hw.id=rail", "hw.parent='pmic'"),
            Each("edgestack_pi_input_volts", "hw.id='input'", "hw.parent='pmic'")),
        new("hw.power", Gauge, "W", "Power at a sensor.", Computed(board => Sensors(board, "node_hwmon_power_average_watt"))),
        new("hw.energy", Counter, "J", "Energy that went through a sensor.", Computed(board => Sensors(board, "node_hwmon_energy_joule_total"))),
        new("hw.status", UpDownCounter, "1", "1 for the state in which a component is, 0 for the others.", Computed(Supply), Computed(Disks)),
        new("hw.physical_disk.endurance_utilization", Gauge, "1", "Part of a disk's life that is used, as it says itself.",
            Each("edgestack_storage_life_used_ratio", "hw.id=device", "hw.type='physical_disk'", "hw.physical_disk.state='used'", "edgestack.storage.region=region")),
        new("edgestack.throttled", Gauge, "1", "1 while the firmware holds the machine back, by reason.", Each("edgestack_pi_throttled", "edgestack.throttle.reason=reason")),
        new("edgestack.throttle.events", Counter, "{event}", "How often the firmware began to hold the machine back.", Each("edgestack_pi_throttle_events_total", "edgestack.throttle.reason=reason")),
    ];

    private static IEnumerable<ExportedPoint> Sensors(BoardReading board, string family) => board.Of(family).Select(sample => new ExportedPoint(sample.Value, sample.At, [.. IdOf(board, sample)]));

    private static IEnumerable<ExportedPoint> Limits(BoardReading board, string family, string limit) =>
        board.Of(family).Select(sample => new ExportedPoint(sample.Value, sample.At, [.. IdOf(board, sample), new PointAttribute("hw.limit_type", limit)]));

    private static IEnumerable<PointAttribute> IdOf(BoardReading board, ReadSample sample)
    {
        string chip = sample.Label("chip"), sensor = sample.Label("sensor");
        yield return new PointAttribute("hw.id", $"{chip}/{sensor}");
        yield return new PointAttribute("hw.parent", chip);
        foreach (ReadSample named in board.Of("node_hwmon_sensor_label").Where(named => named.Label("chip") == chip && named.Label("sensor") == sensor).Take(1))
            yield return new PointAttribute("hw.name", named.Label("label"));
    }

    private static IEnumerable<ExportedPoint> Supply(BoardReading board)
    {
        foreach (ReadSample low in board.Of("edgestack_pi_throttled").Where(sample => sample.Label("reason") == "under_voltage"))
        {
            yield return Of("ok", low.Value == 0);
            yield return Of("degraded", low.Value != 0);

            ExportedPoint Of(string state, bool isIn) =>
                new(isIn ? 1 : 0, low.At, [new PointAttribute("hw.id", "supply"), new PointAttribute("hw.type", "power_supply"), new PointAttribute("hw.state", state)]);
        }
    }

    private static IEnumerable<ExportedPoint> Disks(BoardReading board) => board.Of("edgestack_storage_pre_eol_state")
        .Where(sample => StatesOfEndOfLife.ContainsKey(sample.Label("state")))
        .Select(sample => new ExportedPoint(sample.Value, sample.At,
            [new PointAttribute("hw.id", sample.Label("device")), new PointAttribute("hw.type", "physical_disk"), new PointAttribute("hw.state", StatesOfEndOfLife[sample.Label("state")])]));
}
