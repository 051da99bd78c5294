using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Sensors;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Sensors;

public sealed class HardwareSensorsTests
{
    private const string UnderVoltage = "soc:firmware_raspberrypi_hwmon";

    [Fact]
    public void A_pi_that_gets_too_little_reads_a_thousandth_of_a_volt_or_one_by_choice()
    {
        using Machine machine = Machine.Of("pi2");

        Assert.Equal("0.001", Read(machine, scaledAlarms: true)[$"node_hwmon_in_lcrit_alarm_volts{{chip=\"{UnderVoltage}\",sensor=\"in0\"}}"]);
        Assert.Equal("1", Read(machine, scaledAlarms: false)[$"node_hwmon_in_lcrit_alarm{{chip=\"{UnderVoltage}\",sensor=\"in0\"}}"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("12 13")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("\\0\\xff\\xfe")]
    public void A_sensor_with_garbage_is_absent_and_reported_and_the_next_one_counts(string content)
    {
        using Machine machine = Machine.With(("sys/class/hwmon/hwmon0/name", "chip"), ("sys/class/hwmon/hwmon0/temp1_input", content), ("sys/class/hwmon/hwmon0/temp2_input", "2000"));

        Reading reading = Read(machine);

        Assert.Null(reading["node_hwmon_temp_celsius{chip=\"chip\",sensor=\"temp1\"}"]);
        Assert.Equal("2", reading["node_hwmon_temp_celsius{chip=\"chip\",sensor=\"temp2\"}"]);
        Assert.Contains("temp1_input", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_chips_of_one_device_without_names_are_told_apart_by_their_numbers()
    {
        using Machine machine = Machine.With(
            ("sys/class/hwmon/hwmon3/name", "fan"), ("sys/class/hwmon/hwmon3/fan1_input", "900"), ("sys/class/hwmon/hwmon7/name", "fan"), ("sys/class/hwmon/hwmon7/fan1_input", "1100"));

        Reading reading = Read(machine);

        Assert.Equal("900", reading["node_hwmon_fan_rpm{chip=\"fan_hwmon3\",sensor=\"fan1\"}"]);
        Assert.Equal("1100", reading["node_hwmon_fan_rpm{chip=\"fan_hwmon7\",sensor=\"fan1\"}"]);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void A_sensor_that_vanishes_takes_its_series_with_it_and_comes_back()
    {
        using Machine machine = Machine.Of("pi5");
        SampleWriter samples = new();
        HardwareSensors sensors = new(new SensorOptions());
        const string Fan = "node_hwmon_fan_rpm{chip=\"platform_cooling_fan\",sensor=\"fan1\"}", File = "sys/devices/platform/cooling_fan/hwmon/hwmon2/fan1_input";

        Assert.Equal("3012", Read()[Fan]);
        machine.Delete(File);
        Assert.Null(Read()[Fan]);
        machine.Write(File, "1500");
        Assert.Equal("1500", Read()[Fan]);

        Reading Read() => Reading.Of(samples, writer => sensors.Read(machine.Roots, writer));
    }

    [Fact]
    public void A_driver_that_makes_up_properties_without_end_gets_five_hundred_families()
    {
        using Machine machine = Machine.With(Enumerable.Range(0, 600).Select(i => ($"sys/class/hwmon/hwmon0/temp1_p{i}", "1000")));

        Reading reading = Read(machine);

        Assert.Equal(500, reading.Text.Split('\n').Count(line => line.StartsWith("# TYPE", StringComparison.Ordinal)));
        Assert.Equal(100, reading.Problems.Count);
    }

    [Fact]
    public void A_machine_without_sensors_is_no_fault()
    {
        using Machine machine = Machine.With();

        Assert.IsType<SourceOutcome.Absent>(Read(machine).Outcome);
        Assert.IsType<SourceOutcome.Absent>(Reading.Of(new SampleWriter(), samples => new ThermalZones().Read(machine.Roots, samples)).Outcome);
        Assert.IsType<SourceOutcome.Absent>(Reading.Of(new SampleWriter(), samples => new PowerSupplies().Read(machine.Roots, samples)).Outcome);
        Assert.IsType<SourceOutcome.Absent>(Reading.Of(new SampleWriter(), samples => new Watchdogs().Read(machine.Roots, samples)).Outcome);
    }

    [Fact]
    public void A_sensor_that_comes_is_found_within_four_readings_and_one_that_goes_is_gone_at_once()
    {
        using Machine machine = Machine.With(("sys/class/hwmon/hwmon0/name", "cpu"), ("sys/class/hwmon/hwmon0/temp1_input", "1000"));
        HardwareSensors sensors = new(new SensorOptions());
        SampleWriter samples = new();
        Assert.Equal("1", Read()["node_hwmon_temp_celsius{chip=\"cpu\",sensor=\"temp1\"}"]);
        machine.Delete("sys/class/hwmon/hwmon0/temp1_input").Write("sys/class/hwmon/hwmon0/temp2_input", "2000");
        Assert.DoesNotContain("temp1", Read().Text, StringComparison.Ordinal);
        Read();
        Read();

        Assert.Equal("2", Read()["node_hwmon_temp_celsius{chip=\"cpu\",sensor=\"temp2\"}"]);

        Reading Read() => Reading.Of(samples, writer => sensors.Read(machine.Roots, writer));
    }

    private static Reading Read(Machine machine, bool scaledAlarms = true) =>
        Reading.Of(new SampleWriter(), samples => new HardwareSensors(new SensorOptions { ScaledAlarms = scaledAlarms }).Read(machine.Roots, samples));
}
