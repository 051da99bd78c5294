using CsCheck;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.RaspberryPi;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.RaspberryPi;

public sealed class PiHardwareTests
{
    [Theory]
    [InlineData("a21041", "BCM2836", "1GB")]
    [InlineData("c03114", "BCM2711", "4GB")]
    [InlineData("d04170", "BCM2712", "8GB")]
    [InlineData("e04171", "BCM2712", "16GB")]
    [InlineData("902120", "BCM2837", "512MB")]
    [InlineData("000e", "BCM2835", "")]
    [InlineData("f0f170", "", "")]
    [InlineData("", "", "")]
    [InlineData("xyz", "", "")]
    public void A_revision_code_says_which_chip_and_how_much_memory(string code, string soc, string memory)
    {
        PiBoard board = PiBoard.Of("Raspberry Pi", code);

        Assert.Equal((soc, memory), (board.Soc, board.Memory));
    }

    [Fact]
    public void The_code_is_in_cpuinfo_where_the_device_tree_does_not_say()
    {
        using Machine machine = Machine.With(("proc/device-tree/model", "Raspberry Pi 2 Model B Rev 1.1\\0"), ("proc/cpuinfo", "processor\t: 0\n\nHardware\t: BCM2835\nRevision\t: a21041\nSerial\t\t: 0000\n"));

        Assert.Equal(new PiBoard("Raspberry Pi 2 Model B Rev 1.1", "a21041", "BCM2836", "1GB"), PiBoard.Read(machine.Roots));
    }

    [Theory]
    [InlineData("Orange Pi 5\\0")]
    [InlineData("")]
    [InlineData("\\xff\\xfe")]
    public async Task Another_board_is_absent_and_its_devices_are_not_touched(string model)
    {
        using Machine machine = Machine.With(("sys/firmware/devicetree/base/model", model));
        FakeFirmware firmware = FakeFirmware.Of("pi4");

        Assert.IsType<SourceOutcome.Absent>((await PiGoldenTests.Read(new PiHardware(machine.Roots, firmware, TimeProvider.System))).Outcome);
        Assert.IsType<SourceOutcome.Absent>((await PiGoldenTests.Read(new PiThrottling(machine.Roots, firmware, TimeProvider.System))).Outcome);
        Assert.Empty(firmware.Asked);
    }

    [Fact]
    public async Task Without_the_firmware_there_are_board_and_temperature_and_a_problem()
    {
        using Machine machine = Machine.Of("pi4");
        FakeFirmware firmware = FakeFirmware.Of("pi4");
        firmware.Faults[MailboxDevice.Everything] = 13;
        firmware.Faults[MailboxDevice.Commands] = 2;

        Reading reading = await PiGoldenTests.Read(new PiHardware(machine.Roots, firmware, TimeProvider.System));

        Assert.Equal("61.342", reading["edgestack_pi_temperature_celsius{sensor=\"soc\"}"]);
        Assert.Equal("vcio: it may not be used", Assert.Single(reading.Problems));
        Assert.DoesNotContain("hertz", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("volts", reading.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    [InlineData(uint.MaxValue)]
    public async Task A_voltage_that_cannot_be_is_absent(uint microvolts)
    {
        using Machine machine = Machine.Of("pi4");

        Reading reading = await PiGoldenTests.Read(new PiHardware(machine.Roots, FakeFirmware.Of("pi4").Knows(FirmwareTag.Voltage, 1, microvolts), TimeProvider.System));

        Assert.Null(reading["edgestack_pi_rail_volts{rail=\"core\"}"]);
        Assert.Equal("1.1", reading["edgestack_pi_rail_volts{rail=\"sdram_c\"}"]);
    }

    [Fact]
    public async Task Voltages_that_the_kernel_shows_are_taken_from_there()
    {
        using Machine machine = Machine.Of("pi4");
        const string Sensor = "sys/devices/platform/soc/soc:firmware/raspberrypi-hwmon/hwmon/hwmon1";
        machine.Write($"{Sensor}/in1_label", "core\n").Write($"{Sensor}/in1_input", "913\n");

        Reading reading = await PiGoldenTests.Read(new PiHardware(machine.Roots, FakeFirmware.Of("pi4"), TimeProvider.System));

        Assert.Equal("0.913", reading["edgestack_pi_rail_volts{rail=\"core\"}"]);
    }

    [Fact]
    public async Task A_temperature_that_the_kernel_does_not_say_comes_from_the_firmware()
    {
        using Machine machine = Machine.Of("pi2");
        machine.Delete("sys/devices/virtual/thermal/thermal_zone0/temp");

        Reading reading = await PiGoldenTests.Read(new PiHardware(machine.Roots, FakeFirmware.Of("pi2").Knows(FirmwareTag.Temperature, 0, 47236), TimeProvider.System));

        Assert.Equal("47.236", reading["edgestack_pi_temperature_celsius{sensor=\"soc\"}"]);
    }

    [Theory]
    [InlineData("VDD_CORE_A current(7)=1.5A", "VDD_CORE", 'A', 1.5)]
    [InlineData("   EXT5V_V volt(24)=5.05716000V", "EXT5V", 'V', 5.05716)]
    [InlineData("VDD_CORE_A=0.1A", "VDD_CORE", 'A', 0.1)]
    [InlineData("HDMI_V=5.0V", "HDMI", 'V', 5.0)]
    [InlineData("BATT_V volt(25)=0.00000000V", "BATT", 'V', 0)]
    public void A_line_of_the_power_chip_is_understood_in_either_form(string line, string rail, char unit, double value) =>
        Assert.Equal(new PmicReading(rail, unit, value), Assert.Single(PmicReading.Parse(line)));

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("_V=1V")]
    [InlineData("EXT5V_V volt(24)=nanV")]
    [InlineData("EXT5V_V volt(24)=-1V")]
    [InlineData("EXT5V_V volt(24)=1e9V")]
    [InlineData("EXT5V_V volt(24)=500V")]
    [InlineData("EXT5V_V volt(24)=5.0A")]
    [InlineData("EXT5V_V volt(24)=5.0")]
    [InlineData("EXT5V_X volt(24)=5.0X")]
    [InlineData("EXT\"5V_V volt(24)=5.0V")]
    [InlineData("error=1 error_msg=\"Command not registered\"")]
    public void A_line_that_is_not_understood_is_left_out(string line) => Assert.Empty(PmicReading.Parse(line));

    [Fact]
    public void Whatever_the_firmware_prints_is_read_without_a_fault() =>
        Gen.String.Sample(text => PmicReading.Parse(text).Concat(PmicReading.Parse($"A_V={text}V")).All(reading => reading.Value is >= 0 and <= 100 && reading.Rail.Length > 0));

    [Fact]
    public async Task A_machine_that_is_none_is_looked_at_once_and_hardly_ever_after()
    {
        using Machine machine = Machine.Of("x86");
        PiThrottling throttling = new(machine.Roots, FakeFirmware.Of("x86"), TimeProvider.System);
        PiHardware hardware = new(machine.Roots, FakeFirmware.Of("x86"), TimeProvider.System);
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)), (throttling.Every, hardware.Every));
        await PiGoldenTests.Read(throttling);
        await PiGoldenTests.Read(hardware);

        machine.Write("sys/firmware/devicetree/base/model", "Raspberry Pi 4 Model B Rev 1.4\\0");

        Assert.IsType<SourceOutcome.Absent>((await PiGoldenTests.Read(throttling)).Outcome);
        Assert.IsType<SourceOutcome.Absent>((await PiGoldenTests.Read(hardware)).Outcome);
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(1)), (throttling.Every, hardware.Every));
    }
}
