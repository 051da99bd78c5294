namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>What a sensor's file means: the family it belongs to and what its number is divided by.</summary>
/// <param name="Name">The family's name, as node_exporter makes it.</param>
/// <param name="Divisor">From the kernel's unit to the family's: hwmon counts in thousandths and millionths.</param>
/// <param name="Counts">Whether it is a counter.</param>
internal readonly record struct SensorMeaning(string Name, double Divisor = 1, bool Counts = false)
{
    private const double Milli = 1e3, Micro = 1e6;

    /// <param name="file">Which file.</param>
    /// <param name="hasOwnFile">Whether the sensor has a file that is called like itself: then <c>_input</c> is another thing.</param>
    /// <param name="scaledAlarms"><see cref="SensorOptions.ScaledAlarms"/></param>
    public static SensorMeaning Of(SensorFile file, bool hasOwnFile, bool scaledAlarms)
    {
        (string kind, _, string property) = file;
        string name = $"node_hwmon_{kind}" + (property.Length == 0 || (property == "input" && !hasOwnFile) ? "" : $"_{SensorName.Clean(property)}");
        return (kind, property) switch
        {
            ("beep_enable", _) => new("node_hwmon_beep_enabled"),
            ("vrm", _) => new("node_hwmon_voltage_regulator_version"),
            ("update_interval", _) => new("node_hwmon_update_interval_seconds", Milli),
            (_, "fault" or "alarm") => new(name),
            (_, "beep") => new(name + "_enabled"),
            _ when !scaledAlarms && property.EndsWith("_alarm", StringComparison.Ordinal) => new(name),
            ("in" or "cpu", _) => new(name + "_volts", Milli),
            ("temp", not "type") => new(name + "_celsius", Milli),
            ("curr", _) => new(name + "_amps", Milli),
            ("energy", _) => new(name + "_joule_total", Micro, Counts: true),
            ("power", "accuracy") => new(name, Micro),
            ("power", "average_interval" or "average_interval_min" or "average_interval_max") => new(name + "_seconds", Milli),
            ("power", _) => new(name + "_watt", Micro),
            ("humidity", _) => new(name, Micro),
            ("fan", "input" or "min" or "max" or "target") => new(name + "_rpm"),
            ("freq", "input") => new(name + "_freq_mhz", Micro),
            _ => new(name),
        };
    }
}
