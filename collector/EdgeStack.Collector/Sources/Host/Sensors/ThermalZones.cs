using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>Temperatures that the kernel acts upon, and how far it turned up fans and turned down clocks, of /sys/class/thermal.</summary>
internal sealed class ThermalZones : IHostReading
{
    private const string Zone = "thermal_zone", Cooler = "cooling_device";
    private const double MilliDegrees = 1000;

    private static readonly Family Temperature = Family.Gauge("node_thermal_zone_temp", "Temperature of a zone in degrees Celsius.", "type", "zone");
    private static readonly Family CurrentState = Family.Gauge("node_cooling_device_cur_state", "How far a cooling device is turned up.", "name", "type");
    private static readonly Family MostState = Family.Gauge("node_cooling_device_max_state", "How far a cooling device can be turned up.", "name", "type");

    public string Name => "thermal_zone";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/thermal");
        IReadOnlyList<string> devices = KernelFile.List(folder);
        if (devices.Count == 0)
            return new SourceOutcome.Absent($"{folder} is missing or empty");
        foreach (string device in devices)
        {
            string inDevice = Path.Combine(folder, device);
            if (device.StartsWith(Zone, StringComparison.Ordinal))
                Add(Temperature, "temp", MilliDegrees, Type(), device[Zone.Length..]);
            else if (device.StartsWith(Cooler, StringComparison.Ordinal))
            {
                Add(CurrentState, "cur_state", 1, device[Cooler.Length..], Type());
                Add(MostState, "max_state", 1, device[Cooler.Length..], Type());
            }

            string Type() => DeviceAttribute.ReadWord(Path.Combine(inDevice, "type"), samples) ?? "";

            void Add(Family family, string file, double divisor, string first, string second)
            {
                if (DeviceAttribute.ReadNumber(Path.Combine(inDevice, file), samples) is { } number)
                    samples.Add(family, number / divisor, first, second);
            }
        }

        return SourceOutcome.Ok;
    }
}
