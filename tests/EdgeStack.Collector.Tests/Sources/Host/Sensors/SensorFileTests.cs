using CsCheck;
using EdgeStack.Collector.Sources.Host.Sensors;

namespace EdgeStack.Collector.Tests.Sources.Host.Sensors;

public sealed class SensorFileTests
{
    private static readonly string[] Kinds = ["temp", "in", "fan", "x"];

    [Theory]
    [InlineData("temp1_input", "temp1", "input")]
    [InlineData("in0_lcrit_alarm", "in0", "lcrit_alarm")]
    [InlineData("pwm2", "pwm2", "")]
    [InlineData("temp", "temp0", "")]
    [InlineData("beep_enable", "beep_enable0", "")]
    [InlineData("power1_average_interval_max", "power1", "average_interval_max")]
    [InlineData("name", null, null)]
    [InlineData("uevent", null, null)]
    [InlineData("temp1_", null, null)]
    [InlineData("temp1x", null, null)]
    [InlineData("temp99999999999_input", null, null)]
    [InlineData("trip_point_0_temp", null, null)]
    [InlineData("", null, null)]
    public void A_name_says_which_sensor_and_what_of_it(string name, string? sensor, string? property)
    {
        bool isSensor = SensorFile.TryParse(name, out SensorFile file);

        Assert.Equal(sensor is not null, isSensor);
        if (isSensor)
            Assert.Equal((sensor, property), (file.Sensor, file.Property));
    }

    [Fact]
    public void Any_name_is_a_sensor_or_not_and_never_a_fault() =>
        Gen.OneOf(Gen.String, Gen.Select(Gen.Int[0, 3], Gen.Int[-1, 2000000000], Gen.String, (kind, number, rest) => $"{Kinds[kind]}{number}{rest}"))
            .Sample(name => !SensorFile.TryParse(name, out SensorFile file) || file.Number >= 0);

    [Theory]
    [InlineData("in0_lcrit_alarm", true, "node_hwmon_in_lcrit_alarm_volts", 1000)]
    [InlineData("in0_lcrit_alarm", false, "node_hwmon_in_lcrit_alarm", 1)]
    [InlineData("temp1_crit_alarm", true, "node_hwmon_temp_crit_alarm_celsius", 1000)]
    [InlineData("temp1_crit_alarm", false, "node_hwmon_temp_crit_alarm", 1)]
    [InlineData("temp1_alarm", true, "node_hwmon_temp_alarm", 1)]
    [InlineData("temp1_type", true, "node_hwmon_temp_type", 1)]
    [InlineData("fan1_fault", true, "node_hwmon_fan_fault", 1)]
    [InlineData("fan1_input", true, "node_hwmon_fan_rpm", 1)]
    [InlineData("fan1_target", true, "node_hwmon_fan_target_rpm", 1)]
    [InlineData("fan1_div", true, "node_hwmon_fan_div", 1)]
    [InlineData("pwm1", true, "node_hwmon_pwm", 1)]
    [InlineData("curr1_max", true, "node_hwmon_curr_max_amps", 1000)]
    [InlineData("energy1_input", true, "node_hwmon_energy_joule_total", 1000000)]
    [InlineData("power1_input", true, "node_hwmon_power_watt", 1000000)]
    [InlineData("power1_average", true, "node_hwmon_power_average_watt", 1000000)]
    [InlineData("in0_beep", true, "node_hwmon_in_beep_enabled", 1)]
    public void A_file_is_called_and_scaled_as_node_exporter_does(string name, bool scaledAlarms, string family, double divisor)
    {
        Assert.True(SensorFile.TryParse(name, out SensorFile file));

        SensorMeaning meaning = SensorMeaning.Of(file, hasOwnFile: false, scaledAlarms);

        Assert.Equal((family, divisor, name.StartsWith("energy", StringComparison.Ordinal)), (meaning.Name, meaning.Divisor, meaning.Counts));
    }

    [Fact]
    public void An_input_beside_a_file_that_is_called_like_the_sensor_keeps_its_name() =>
        Assert.Equal("node_hwmon_temp_input_celsius", SensorMeaning.Of(new SensorFile("temp", 1, "input"), hasOwnFile: true, scaledAlarms: true).Name);
}
