using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Sensors;

/// <summary>Temperatures, voltages, fans and what else the drivers of /sys/class/hwmon measure. The names of the families come from the names of the files.</summary>
internal sealed class HardwareSensors(SensorOptions options) : IHostReading
{
    // A driver makes up its properties; what it may not do is fill our memory.
    private const int MostFamilies = 500;

    // A minute, when a machine is read every 15 s.
    private const int Readings = 4;

    private static readonly Family ChipNames = Family.Gauge("node_hwmon_chip_names", "What the driver of a chip calls it, always 1.", "chip", "chip_name");
    private static readonly Family Labels = Family.Gauge("node_hwmon_sensor_label", "What the driver of a sensor calls it, always 1.", "chip", "label", "sensor");

    private readonly Dictionary<string, Family> _families = [];

    // What is there. Finding it takes several calls for each file, and drivers come and go seldom.
    private IReadOnlyList<(SensorChip Chip, (SensorFile File, string Path)[][] Sensors)> _chips = [];
    private int _left;

    public string Name => "hwmon";

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string folder = roots.InSys("class/hwmon");
        if (!Directory.Exists(folder))
            return new SourceOutcome.Absent($"{folder} is missing");
        if (_left-- <= 0)
            Look(folder, samples);
        foreach ((SensorChip chip, (SensorFile, string)[][] sensors) in _chips)
        {
            if (chip.Name.Length > 0)
                samples.Add(ChipNames, 1, chip.Label, chip.Name);
            foreach ((SensorFile, string)[] sensor in sensors)
                Read(chip.Label, sensor, samples);
        }

        return SourceOutcome.Ok;
    }

    private void Look(string folder, SampleWriter samples)
    {
        int problems = samples.Problems.Count;
        _chips = [.. SensorChip.Of(folder, path => DeviceAttribute.ReadWord(path, samples))
            .Select(chip => (chip, FilesOf(chip).GroupBy(file => file.File.Sensor).Select(sensor => sensor.ToArray()).ToArray()))];
        // What is wrong is told every time.
        _left = samples.Problems.Count > problems ? 0 : Readings - 1;
    }

    /// <summary>The chip's own files; those of its device count too, unless the chip has them as well.</summary>
    private static IEnumerable<(SensorFile File, string Path)> FilesOf(SensorChip chip)
    {
        Dictionary<SensorFile, string> files = [];
        foreach (string folder in (string[])[chip.Folder, chip.DeviceFolder])
        {
            foreach (string name in KernelFile.List(folder))
            {
                // Every device has a folder "power", which is about something else.
                if (SensorFile.TryParse(name, out SensorFile file) && File.Exists(Path.Combine(folder, name)))
                    files[file] = Path.Combine(folder, name);
            }
        }

        return files.Select(file => (file.Key, file.Value));
    }

    private void Read(string chip, (SensorFile File, string Path)[] files, SampleWriter samples)
    {
        bool hasOwnFile = files.Any(file => file.File.Property.Length == 0);
        string? label = null;
        if (files.FirstOrDefault(file => file.File.Property == "label").Path is { } labelPath && (label = DeviceAttribute.ReadWord(labelPath, samples)) is not null)
            samples.Add(Labels, 1, chip, label, files[0].File.Sensor);
        foreach ((SensorFile file, string path) in files.Where(file => file.File.Property != "label"))
        {
            // Clocks of graphics cards go by what they are the clock of.
            string? sensor = file is { Kind: "freq", Property: "input" } ? label is null ? null : SensorName.Clean(label) : file.Sensor;
            if (sensor is not null && NumberOf(file, path, samples) is { } number && SensorMeaning.Of(file, hasOwnFile, options.ScaledAlarms) is var meaning && FamilyOf(meaning, samples) is { } family)
                samples.Add(family, number / meaning.Divisor, chip, sensor);
        }
    }

    private static double? NumberOf(SensorFile file, string path, SampleWriter samples)
    {
        // Properties may be texts (the maker's name of a power meter), values may not.
        if (file.Property is "" or "input")
            return DeviceAttribute.ReadNumber(path, samples);
        return DeviceAttribute.ReadWord(path, samples) is { } text && DeviceAttribute.TryParse(text, out double number) ? number : null;
    }

    private Family? FamilyOf(SensorMeaning meaning, SampleWriter samples)
    {
        if (_families.TryGetValue(meaning.Name, out Family? family))
            return family;
        if (_families.Count == MostFamilies)
        {
            samples.Report($"{meaning.Name}: there are {MostFamilies} families of sensors already");
            return null;
        }

        string help = $"Sensor of the hardware, as its driver says it: {meaning.Name["node_hwmon_".Length..].Replace('_', ' ')}.";
        return _families[meaning.Name] = meaning.Counts ? Family.Counter(meaning.Name, help, "chip", "sensor") : Family.Gauge(meaning.Name, help, "chip", "sensor");
    }
}
