using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host.Processors;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Processors;

public sealed class ProcessorFrequenciesTests
{
    [Fact]
    public void What_one_processor_does_not_say_is_absent_and_the_rest_is_there()
    {
        using Machine machine = Machine.With(
            ("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "<unknown>\n"),
            ("sys/devices/system/cpu/cpu0/cpufreq/scaling_max_freq", "1800000\n"),
            ("sys/devices/system/cpu/cpu10/cpufreq/scaling_cur_freq", "600000\n"),
            ("sys/devices/system/cpu/cpu10/cpufreq/scaling_governor", "performance\n"),
            ("sys/devices/system/cpu/cpu2/uevent", ""));

        Reading reading = Reading.Of(new SampleWriter(), samples => new ProcessorFrequencies().Read(machine.Roots, samples));

        Assert.Null(reading["node_cpu_scaling_frequency_hertz{cpu=\"0\"}"]);
        Assert.Equal("1800000000", reading["node_cpu_scaling_frequency_max_hertz{cpu=\"0\"}"]);
        Assert.Equal("600000000", reading["node_cpu_scaling_frequency_hertz{cpu=\"10\"}"]);
        Assert.Equal("1", reading["node_cpu_scaling_governor{cpu=\"10\",governor=\"performance\"}"]);
        Assert.Contains("<unknown>", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }
}
