using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>
/// Whether a Raspberry Pi gets too little voltage or runs too hot, and how often that began: under-voltage is looked for every two seconds, the rest every ten.
/// </summary>
internal sealed class PiThrottling(HostRoots roots, IMailbox mailbox, TimeProvider time) : IMetricSource
{
    private const int FirmwareEvery = 5;
    private const int SinceClear = 16;
    private const string CommandAnswer = "throttled=0x";

    private static readonly Family Now = Family.Gauge("edgestack_pi_throttled", "1 while something holds a Raspberry Pi back.", "reason");
    private static readonly Family Before = Family.Gauge("edgestack_pi_throttled_since_clear", "1 when something held a Raspberry Pi back since anybody made its firmware forget.", "reason");
    private static readonly Family Events = Family.Counter("edgestack_pi_throttle_events_total", "How often something began to hold a Raspberry Pi back while we looked.", "reason");

    private static readonly (ThrottleReason Reason, string Label)[] Reasons =
    [
        (ThrottleReason.UnderVoltage, "under_voltage"),
        (ThrottleReason.FrequencyCapped, "frequency_capped"),
        (ThrottleReason.Throttled, "throttled"),
        (ThrottleReason.SoftTemperatureLimit, "soft_temp_limit"),
    ];

    private readonly OwnBoard _board = new(roots);
    private readonly Firmware _firmware = new(mailbox, time);
    private readonly UnderVoltageAlarm _alarm = new(roots);
    private readonly Dictionary<ThrottleReason, ThrottleRecord> _records = Reasons.ToDictionary(reason => reason.Reason, _ => new ThrottleRecord());
    private int _readings;

    public string Name => "raspberrypi_throttling";

    public ScrapePage Page => ScrapePage.Node;

    public TimeSpan Every => _board.Rhythm(TimeSpan.FromSeconds(2));

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(2);

    public bool Blocks => true;

    public ValueTask<SourceOutcome> ReadAsync(SampleWriter samples, CancellationToken cancellation) => ValueTask.FromResult(Read(samples));

    private SourceOutcome Read(SampleWriter samples)
    {
        if (_board.Find() is null)
            return new SourceOutcome.Absent("this is no Raspberry Pi");
        bool? alarm = _alarm.Read(samples);
        uint? bits = _readings++ % FirmwareEvery == 0 ? AskFirmware() : null;
        foreach ((ThrottleReason reason, _) in Reasons)
            Saw(reason, reason == ThrottleReason.UnderVoltage ? alarm : null, bits);
        foreach ((ThrottleReason reason, string label) in Reasons)
            Add(samples, _records[reason], label);
        return _records.Values.All(record => record.Now is null) ? new SourceOutcome.Failed($"there is no sensor rpi_volt, and of the firmware's devices: {_firmware.Fault ?? "no answer"}") : SourceOutcome.Ok;
    }

    private void Saw(ThrottleReason reason, bool? alarm, uint? bits)
    {
        bool? now = bits is { } answer ? (answer & (1u << (int)reason)) != 0 : null, before = bits is { } memory ? (memory & (1u << ((int)reason + SinceClear))) != 0 : null;

        // The alarm's driver looks as often as we do and keeps what it saw until it looks again.
        if (alarm is { } low)
            _records[reason].Saw(low || now == true, before, missesNothing: true);
        else if (now is { } so)
            _records[reason].Saw(so, before, missesNothing: false);
    }

    /// <summary>The firmware's bits, by the tag or, where only commands are allowed, in letters.</summary>
    private uint? AskFirmware() => _firmware.Ask(FirmwareTag.Throttled)
        ?? (_firmware.Command("get_throttled")?.Trim() is { } answer && answer.StartsWith(CommandAnswer, StringComparison.Ordinal)
            && uint.TryParse(answer.AsSpan(CommandAnswer.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits) ? bits : null);

    private static void Add(SampleWriter samples, ThrottleRecord record, string label)
    {
        if (record.Now is not { } now)
            return;
        samples.Add(Now, now ? 1 : 0, label);
        samples.Add(Events, record.Events, label);
        if (record.SinceClear is { } before)
            samples.Add(Before, before ? 1 : 0, label);
    }
}
