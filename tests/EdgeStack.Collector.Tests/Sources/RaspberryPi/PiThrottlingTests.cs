using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.RaspberryPi;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.RaspberryPi;

public sealed class PiThrottlingTests : IDisposable
{
    private const string Alarm = "sys/devices/platform/soc/soc:firmware/raspberrypi-hwmon/hwmon/hwmon1/in0_lcrit_alarm";
    private const int UntilFirmware = 5;

    private readonly Machine _machine = Machine.Of("pi4");
    private readonly FakeFirmware _firmware = FakeFirmware.Of("pi4");
    private readonly SampleWriter _samples = new();
    private readonly PiThrottling _source;

    public PiThrottlingTests() => _source = new PiThrottling(_machine.Roots, _firmware, TimeProvider.System);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Every_beginning_of_under_voltage_counts_once_however_long_it_lasts()
    {
        List<string?> events = [], now = [];
        foreach (string alarm in (string[])["0", "1", "1", "1", "0", "1", "0", "0"])
        {
            _machine.Write(Alarm, alarm);
            Reading reading = await Read();
            events.Add(reading["edgestack_pi_throttle_events_total{reason=\"under_voltage\"}"]);
            now.Add(reading["edgestack_pi_throttled{reason=\"under_voltage\"}"]);
        }

        Assert.Equal(["0", "1", "1", "1", "1", "2", "2", "2"], events);
        Assert.Equal(["0", "1", "1", "1", "0", "1", "0", "0"], now);
    }

    [Fact]
    public async Task What_was_so_at_the_beginning_is_shown_and_not_counted()
    {
        _machine.Write(Alarm, "1");
        _firmware.Knows(FirmwareTag.Throttled, 0, 0xF000F);

        Reading reading = await Read();

        Assert.All((string[])["under_voltage", "frequency_capped", "throttled", "soft_temp_limit"], reason =>
        {
            Assert.Equal("1", reading[$"edgestack_pi_throttled{{reason=\"{reason}\"}}"]);
            Assert.Equal("1", reading[$"edgestack_pi_throttled_since_clear{{reason=\"{reason}\"}}"]);
            Assert.Equal("0", reading[$"edgestack_pi_throttle_events_total{{reason=\"{reason}\"}}"]);
        });
    }

    [Theory]
    [InlineData("frequency_capped", 0x2u, 0x20000u)]
    [InlineData("throttled", 0x4u, 0x40000u)]
    [InlineData("soft_temp_limit", 0x8u, 0x80000u)]
    public async Task What_comes_and_goes_between_two_questions_counts_once(string reason, uint now, uint before)
    {
        string series = $"edgestack_pi_throttle_events_total{{reason=\"{reason}\"}}";
        Assert.Equal("0", (await ReadFirmware(0))[series]);
        Assert.Equal("1", (await ReadFirmware(before))[series]);
        Assert.Equal("1", (await ReadFirmware(before))[series]);
        Assert.Equal("1", (await ReadFirmware(0))[series]);
        Assert.Equal("2", (await ReadFirmware(before | now))[series]);
        Assert.Equal("2", (await ReadFirmware(before))[series]);
        Assert.Equal("3", (await ReadFirmware(now))[series]);
    }

    [Fact]
    public async Task Under_voltage_that_the_firmware_remembers_before_the_alarm_shows_it_counts_once()
    {
        const string Series = "edgestack_pi_throttle_events_total{reason=\"under_voltage\"}";
        await ReadFirmware(0);

        _firmware.Knows(FirmwareTag.Throttled, 0, 0x10000);
        Assert.Equal("0", (await Read())[Series]);
        _machine.Write(Alarm, "1");
        Assert.Equal("1", (await Read())[Series]);
    }

    [Fact]
    public async Task Without_the_alarm_under_voltage_comes_from_the_firmware_alone()
    {
        _machine.Delete(Alarm);
        const string Series = "edgestack_pi_throttle_events_total{reason=\"under_voltage\"}";

        Assert.Equal("0", (await ReadFirmware(0))[Series]);
        Assert.Equal("1", (await ReadFirmware(0x10000))[Series]);
        Assert.Equal("2", (await ReadFirmware(0x10001))[Series]);
    }

    [Fact]
    public async Task The_firmware_is_asked_every_fifth_time()
    {
        for (int i = 0; i < 11; i++)
            await Read();

        Assert.Equal(3, _firmware.Asked.Count);
    }

    [Fact]
    public async Task Without_the_firmware_there_is_under_voltage_and_nothing_else()
    {
        _firmware.Faults[MailboxDevice.Everything] = 13;
        _firmware.Faults[MailboxDevice.Commands] = 2;
        _machine.Write(Alarm, "1");

        Reading reading = await Read();

        Assert.Same(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal("1", reading["edgestack_pi_throttled{reason=\"under_voltage\"}"]);
        Assert.Equal(2, reading.Text.Split('\n').Count(line => line.Contains("reason=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_only_commands_are_allowed_the_answer_in_letters_counts()
    {
        _firmware.Faults[MailboxDevice.Everything] = 13;
        _firmware.Executes("get_throttled", "throttled=0x50005");

        Reading reading = await Read();

        Assert.Equal("1", reading["edgestack_pi_throttled{reason=\"throttled\"}"]);
        Assert.Equal("0", reading["edgestack_pi_throttled{reason=\"frequency_capped\"}"]);
        Assert.Equal("1", reading["edgestack_pi_throttled_since_clear{reason=\"under_voltage\"}"]);
    }

    [Fact]
    public async Task Without_sensor_and_firmware_the_reading_failed_and_says_why()
    {
        _machine.Delete(Alarm);
        _firmware.Faults[MailboxDevice.Everything] = 13;
        _firmware.Faults[MailboxDevice.Commands] = 13;

        SourceOutcome.Failed failed = Assert.IsType<SourceOutcome.Failed>((await Read()).Outcome);

        Assert.Contains("it may not be used", failed.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    public async Task An_alarm_with_garbage_leaves_the_word_to_the_firmware(string content)
    {
        _machine.Write(Alarm, content);
        _firmware.Knows(FirmwareTag.Throttled, 0, 1);

        Reading reading = await Read();

        Assert.Equal("1", reading["edgestack_pi_throttled{reason=\"under_voltage\"}"]);
        Assert.NotEmpty(reading.Problems);
    }

    private Task<Reading> Read() => PiGoldenTests.Read(_source, _samples);

    private async Task<Reading> ReadFirmware(uint bits)
    {
        _firmware.Knows(FirmwareTag.Throttled, 0, bits);
        Reading reading = await Read();
        for (int i = 1; i < UntilFirmware; i++)
            await Read();
        return reading;
    }
}
