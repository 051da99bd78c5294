using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>What a Raspberry Pi is, and its clocks, voltages, currents and temperatures. What a board or its firmware does not have has no sample.</summary>
internal sealed class PiHardware(HostRoots roots, IMailbox mailbox, TimeProvider time) : IMetricSource
{
    private const double Milli = 1e3, Micro = 1e6;
    private const double HighestTemperature = 200, HighestVoltage = 10;

    private static readonly Family Board = Family.Gauge("edgestack_pi_info", "Which Raspberry Pi it is, always 1.", "firmware", "memory", "model", "revision", "soc");
    private static readonly Family Clock = Family.Gauge("edgestack_pi_clock_hertz", "A clock as the firmware set it.", "clock");
    private static readonly Family MeasuredClock = Family.Gauge("edgestack_pi_clock_measured_hertz", "A clock as the firmware measures it: lower than set while throttled.", "clock");
    private static readonly Family Rail = Family.Gauge("edgestack_pi_rail_volts", "Voltage inside the chip.", "rail");
    private static readonly Family PowerVolts = Family.Gauge("edgestack_pi_pmic_volts", "Voltage that the board's power chip measures.", "rail");
    private static readonly Family PowerAmps = Family.Gauge("edgestack_pi_pmic_amps", "Current that the board's power chip measures.", "rail");
    private static readonly Family Input = Family.Gauge("edgestack_pi_input_volts", "Voltage that the supply gives the board.");
    private static readonly Family Temperature = Family.Gauge("edgestack_pi_temperature_celsius", "Temperature of a chip.", "sensor");
    private static readonly Family TemperatureLimit = Family.Gauge("edgestack_pi_temperature_limit_celsius", "Temperature of a chip at which its clock is turned down.", "sensor");

    // Numbers of the firmware's clocks (kernel: drivers/clk/bcm/clk-raspberrypi.c) and rails (wiki of raspberrypi/firmware: Mailbox property interface).
    private static readonly (uint Number, string Label)[] Clocks =
        [(3, "arm"), (4, "core"), (5, "v3d"), (1, "emmc"), (12, "emmc2"), (7, "isp"), (6, "h264"), (11, "hevc"), (9, "pixel"), (10, "pwm"), (2, "uart"), (8, "sdram")];

    private static readonly (uint Number, string Label)[] Rails = [(1, "core"), (2, "sdram_c"), (4, "sdram_i"), (3, "sdram_p")];

    private readonly OwnBoard _board = new(roots);
    private readonly Firmware _firmware = new(mailbox, time);
    private readonly UnderVoltageAlarm _voltages = new(roots);

    public string Name => "raspberrypi";

    public ScrapePage Page => ScrapePage.Node;

    public TimeSpan Every => _board.Rhythm(TimeSpan.FromSeconds(10));

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(5);

    public bool Blocks => true;

    public ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation) => ValueTask.FromResult(Read(samples));

    private SourceOutcome Read(SampleWriter samples)
    {
        if (_board.Find() is not { } board)
            return new SourceOutcome.Absent("this is no Raspberry Pi");
        uint? built = _firmware.Ask(FirmwareTag.FirmwareRevision);
        bool isReached = _firmware.Fault is null;
        if (!isReached)
            samples.Report($"vcio: {_firmware.Fault}");
        string firmware = built is > 0 and var seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : "";
        samples.Add(Board, 1, firmware, board.Memory, board.Model, board.Revision, board.Soc);
        AddTemperatures(samples, board, isReached);
        AddRails(samples, isReached);
        if (isReached)
            AddClocks(samples);
        if (board.MeasuresPower)
            AddPower(samples);
        return SourceOutcome.Ok;
    }

    private void AddClocks(SampleWriter samples)
    {
        foreach ((uint number, string label) in Clocks)
        {
            // A clock that the board does not have is 0.
            if (_firmware.Ask(FirmwareTag.ClockRate, number) is > 0 and var rate)
                samples.Add(Clock, rate, label);
            if (_firmware.Ask(FirmwareTag.MeasuredClockRate, number) is > 0 and var measured)
                samples.Add(MeasuredClock, measured, label);
        }
    }

    private void AddRails(SampleWriter samples, bool isReached)
    {
        string? sensor = _voltages.Find(samples);
        Dictionary<string, double> shown = [];
        foreach (string file in sensor is null ? [] : KernelFile.List(sensor).Where(file => file.StartsWith("in", StringComparison.Ordinal) && file.EndsWith("_label", StringComparison.Ordinal)))
        {
            if (DeviceAttribute.ReadWord(Path.Combine(sensor!, file), samples) is { Length: > 0 } label && Rails.Any(rail => rail.Label == label)
                && DeviceAttribute.ReadNumber(Path.Combine(sensor!, file.Replace("_label", "_input", StringComparison.Ordinal)), samples) is { } millivolts)
                shown[label] = millivolts / Milli;
        }

        foreach ((uint number, string label) in Rails)
        {
            double? volts = shown.TryGetValue(label, out double known) ? known : isReached && _firmware.Ask(FirmwareTag.Voltage, number) is { } microvolts ? microvolts / Micro : null;
            if (volts is > 0 and < HighestVoltage)
                samples.Add(Rail, volts.Value, label);
        }
    }

    private void AddTemperatures(SampleWriter samples, PiBoard board, bool isReached)
    {
        double? soc = DeviceAttribute.ReadNumber(roots.InSys("class/thermal/thermal_zone0/temp"), samples) / Milli ?? (isReached ? Degrees(_firmware.Ask(FirmwareTag.Temperature, 0)) : null);
        if (soc is { } degrees)
            samples.Add(Temperature, degrees, "soc");
        if (isReached && Degrees(_firmware.Ask(FirmwareTag.TemperatureLimit, 0)) is { } limit)
            samples.Add(TemperatureLimit, limit, "soc");
        if (board.MeasuresPowerTemperature && _firmware.Command("measure_temp pmic") is { } answer && TryParseTemperature(answer, out double power))
            samples.Add(Temperature, power, "pmic");

        static double? Degrees(uint? thousandths) => thousandths / Milli is < HighestTemperature and var known ? known : null;
    }

    private void AddPower(SampleWriter samples)
    {
        if (_firmware.Command("pmic_read_adc") is not { } answer)
            return;
        foreach (PmicReading reading in PmicReading.Parse(answer))
        {
            samples.Add(reading.Unit == 'V' ? PowerVolts : PowerAmps, reading.Value, reading.Rail);
            if (reading is { Rail: "EXT5V", Unit: 'V' })
                samples.Add(Input, reading.Value);
        }
    }

    /// <summary><c>temp=48.8'C</c></summary>
    private static bool TryParseTemperature(string answer, out double degrees)
    {
        degrees = 0;
        string text = answer.Trim();
        return text.StartsWith("temp=", StringComparison.Ordinal) && text.EndsWith("'C", StringComparison.Ordinal)
            && double.TryParse(text.AsSpan()["temp=".Length..^"'C".Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out degrees)
            && degrees < HighestTemperature;
    }
}
