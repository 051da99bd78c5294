using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>The kernel's sensor <c>rpi_volt</c>: whether the supply gave too little within the last two seconds, and on newer kernels the voltages of the chip.</summary>
internal sealed class UnderVoltageAlarm(HostRoots roots)
{
    private string? _folder;

    /// <summary>Whether there was too little; null when there is no such sensor.</summary>
    public bool? Read(SampleWriter samples)
    {
        // Numbers of sensors change only when drivers do: look for it when it is not where it was.
        if (ReadAlarm(_folder, samples) is { } alarm)
            return alarm;
        _folder = Find(samples);
        return ReadAlarm(_folder, samples);
    }

    /// <summary>The folder of the sensor; null when there is none.</summary>
    public string? Find(SampleWriter samples)
    {
        string sensors = roots.InSys("class/hwmon");
        return KernelFile.List(sensors).Select(number => Path.Combine(sensors, number)).FirstOrDefault(folder => DeviceAttribute.ReadWord(Path.Combine(folder, "name"), samples) == "rpi_volt");
    }

    private static bool? ReadAlarm(string? folder, SampleWriter samples) =>
        folder is not null && DeviceAttribute.ReadNumber(Path.Combine(folder, "in0_lcrit_alarm"), samples) is { } alarm ? alarm != 0 : null;
}
