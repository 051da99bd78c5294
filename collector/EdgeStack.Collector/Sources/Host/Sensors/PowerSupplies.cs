using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>Batteries, chargers and power over Ethernet, of /sys/class/power_supply.</summary>
internal sealed class PowerSupplies : IHostReading
{
    private const double Micro = 1e6, Tenths = 10;

    private static readonly string[] Texts =
        ["capacity_level", "charge_type", "health", "manufacturer", "model_name", "scope", "serial_number", "status", "technology", "type", "usb_type"];

    private static readonly Family Description = Family.Gauge("node_power_supply_info", "What a power supply is and how it does, always 1.", ["power_supply", .. Texts]);

    private static readonly (string File, double Divisor, Family Family)[] Numbers =
    [
        .. Of(1, "authentic", "calibrate", "capacity", "capacity_alert_max", "capacity_alert_min", "online", "present"),
        Of("cycle_count", 1, "cyclecount"),
        Of("time_to_empty_now", 1, "time_to_empty_seconds"),
        Of("time_to_full_now", 1, "time_to_full_seconds"),
        .. Of(Micro, "current_boot", "current_max", "energy_empty", "energy_empty_design", "energy_full", "energy_full_design", "voltage_boot", "voltage_max", "voltage_max_design"),
        .. Of(Micro, "voltage_min", "voltage_min_design", "voltage_ocv", "charge_control_limit", "charge_control_limit_max", "charge_counter", "charge_empty", "charge_empty_design"),
        .. Of(Micro, "charge_full", "charge_full_design", "charge_term_current", "constant_charge_current", "constant_charge_current_max", "constant_charge_voltage"),
        .. Of(Micro, "constant_charge_voltage_max", "precharge_current", "input_current_limit"),
        Of("current_now", Micro, "current_ampere"),
        Of("voltage_now", Micro, "voltage_volt"),
        Of("energy_now", Micro, "energy_watthour"),
        Of("charge_now", Micro, "charge_ampere"),
        Of("power_now", Micro, "power_watt"),
        .. ((string[])["temp", "temp_alert_max", "temp_alert_min", "temp_ambient", "temp_ambient_max", "temp_ambient_min", "temp_max", "temp_min"])
            .Select(file => Of(file, Tenths, file + "_celsius")),
    ];

    public string Name => "powersupplyclass";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/power_supply");
        IReadOnlyList<string> supplies = KernelFile.List(folder);
        if (supplies.Count == 0)
            return new SourceOutcome.Absent($"{folder} is missing or empty");
        foreach (string supply in supplies)
        {
            samples.Add(Description, 1, [supply, .. Texts.Select(file => DeviceAttribute.ReadWord(Path.Combine(folder, supply, file), samples) ?? "")]);
            foreach ((string file, double divisor, Family family) in Numbers)
            {
                if (DeviceAttribute.ReadNumber(Path.Combine(folder, supply, file), samples) is { } number)
                    samples.Add(family, number / divisor, supply);
            }
        }

        return SourceOutcome.Ok;
    }

    private static IEnumerable<(string File, double Divisor, Family Family)> Of(double divisor, params string[] files) => files.Select(file => Of(file, divisor, file));

    private static (string File, double Divisor, Family Family) Of(string file, double divisor, string name) =>
        (file, divisor, Family.Gauge($"node_power_supply_{name}", $"Of a power supply, as its driver says it: {file.Replace('_', ' ')}.", "power_supply"));
}
