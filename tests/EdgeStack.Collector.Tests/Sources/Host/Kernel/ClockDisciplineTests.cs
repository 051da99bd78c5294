using System.Runtime.InteropServices;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Kernel;

namespace EdgeStack.Collector.Tests.Sources.Host.Kernel;

public sealed class ClockDisciplineTests
{
    private const int Nano = 0x2000;

    [Theory]
    [InlineData(0, "0.25", "0.002")]
    [InlineData(Nano, "0.00025", "2E-06")]
    public void An_offset_is_in_the_unit_that_the_status_names(int status, string offset, string jitter)
    {
        Reading reading = Read(0, new Timex { Offset = 250_000, PulseJitter = 2000, Status = status, MaxError = 16_000_000, EstimatedError = 500, Tick = 10_000 });

        Assert.Equal(offset, reading["node_timex_offset_seconds"]);
        Assert.Equal(jitter, reading["node_timex_pps_jitter_seconds"]);
        Assert.Equal("16", reading["node_timex_maxerror_seconds"]);
        Assert.Equal("0.0005", reading["node_timex_estimated_error_seconds"]);
        Assert.Equal("0.01", reading["node_timex_tick_seconds"]);
    }

    [Fact]
    public void Frequencies_are_millionths_with_sixteen_bits_behind_the_point()
    {
        Reading reading = Read(0, new Timex { Frequency = -65_536_000, PulseFrequency = 65_536, PulseStability = 131_072, Constant = 7, AtomicOffset = 37 });

        Assert.Equal("0.999", reading["node_timex_frequency_adjustment_ratio"]);
        Assert.Equal("1E-06", reading["node_timex_pps_frequency_hertz"]);
        Assert.Equal("2E-06", reading["node_timex_pps_stability_hertz"]);
        Assert.Equal("7", reading["node_timex_loop_time_constant"]);
        Assert.Equal("37", reading["node_timex_tai_offset_seconds"]);
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "1")]
    [InlineData(5, "0")]
    public void A_clock_that_nobody_keeps_right_is_not_synchronized(int condition, string synchronized) =>
        Assert.Equal(synchronized, Read(condition, default)["node_timex_sync_status"]);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-38, true)]
    [InlineData(-14, false)]
    public void A_sandbox_that_forbids_the_call_is_no_fault(int condition, bool isAbsent)
    {
        Reading reading = Read(condition, default);

        Assert.Equal(isAbsent, reading.Outcome is SourceOutcome.Absent);
        Assert.Equal(!isAbsent, reading.Outcome is SourceOutcome.Failed);
        Assert.Empty(reading.Text);
    }

    [Fact]
    public void The_structure_lies_as_the_kernel_has_it()
    {
        Assert.SkipUnless(nint.Size == 8, "The positions are those of 64 bits.");

        // From the kernel's include/uapi/linux/timex.h, counted by hand.
        Assert.Equal(208, Marshal.SizeOf<Timex>());
        Assert.Equal(8, (int)Marshal.OffsetOf<Timex>(nameof(Timex.Offset)));
        Assert.Equal(40, (int)Marshal.OffsetOf<Timex>(nameof(Timex.Status)));
        Assert.Equal(48, (int)Marshal.OffsetOf<Timex>(nameof(Timex.Constant)));
        Assert.Equal(88, (int)Marshal.OffsetOf<Timex>(nameof(Timex.Tick)));
        Assert.Equal(112, (int)Marshal.OffsetOf<Timex>(nameof(Timex.PulseShift)));
        Assert.Equal(120, (int)Marshal.OffsetOf<Timex>(nameof(Timex.PulseStability)));
        Assert.Equal(160, (int)Marshal.OffsetOf<Timex>(nameof(Timex.AtomicOffset)));
    }

    [Fact]
    public void The_kernel_of_this_machine_answers_with_a_tick_that_a_clock_can_have()
    {
        (int condition, Timex clock) = Timex.Ask();

        Assert.SkipWhen(condition < 0, $"adjtimex is not allowed here: {-condition}");
        Assert.InRange((long)clock.Tick, 9_000, 11_000);
    }

    private static Reading Read(int condition, Timex clock) => Reading.Of(new SampleWriter(), samples => new ClockDiscipline(() => (condition, clock)).Read(new HostRoots(), samples));
}
