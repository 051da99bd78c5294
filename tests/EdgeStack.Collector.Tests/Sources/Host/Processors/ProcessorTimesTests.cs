using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Processors;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Processors;

public sealed class ProcessorTimesTests
{
    private readonly ProcessorTimes _times = new();
    private readonly SampleWriter _samples = new();

    [Fact]
    public void A_time_that_steps_back_a_little_keeps_its_value()
    {
        using Machine machine = Machine.With(("proc/stat", "cpu0 100 0 50 10000 80 0 0 0 0 0\n"));
        Assert.Equal("100", Read(machine)["node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}"]);

        machine.Write("proc/stat", "cpu0 101 0 50 9701 70 0 0 0 0 0\n");
        Reading later = Read(machine);

        Assert.Equal("100", later["node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}"]);
        Assert.Equal("0.8", later["node_cpu_seconds_total{cpu=\"0\",mode=\"iowait\"}"]);
        Assert.Equal("1.01", later["node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"]);
    }

    [Fact]
    public void Idle_time_that_falls_by_three_seconds_begins_every_time_anew()
    {
        using Machine machine = Machine.With(("proc/stat", "cpu0 100 0 50 10000 80 0 0 0 0 0\n"));
        Read(machine);

        machine.Write("proc/stat", "cpu0 1 0 1 9700 1 0 0 0 0 0\n");
        Reading later = Read(machine);

        Assert.Equal("97", later["node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}"]);
        Assert.Equal("0.01", later["node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}"]);
    }

    [Fact]
    public void A_processor_that_is_switched_off_vanishes_and_counts_anew_when_it_is_back()
    {
        using Machine machine = Machine.With(("proc/stat", "cpu0 1 0 0 100 0 0 0 0 0 0\ncpu1 500 0 0 100 0 0 0 0 0 0\n"));
        Read(machine);

        machine.Write("proc/stat", "cpu0 1 0 0 100 0 0 0 0 0 0\n");
        Assert.DoesNotContain("cpu=\"1\"", Read(machine).Text, StringComparison.Ordinal);

        machine.Write("proc/stat", "cpu0 1 0 0 100 0 0 0 0 0 0\ncpu1 3 0 0 99 0 0 0 0 0 0\n");
        Assert.Equal("0.03", Read(machine)["node_cpu_seconds_total{cpu=\"1\",mode=\"user\"}"]);
    }

    [Fact]
    public void Modes_that_an_old_kernel_lacks_are_not_there()
    {
        using Machine machine = Machine.With(("proc/stat", "cpu0 1 2 3 400 5 6 7\n"));

        string text = Read(machine).Text;

        Assert.Contains("mode=\"softirq\"} 0.07", text, StringComparison.Ordinal);
        Assert.DoesNotContain("steal", text, StringComparison.Ordinal);
        Assert.DoesNotContain("node_cpu_guest", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu0 1 2 x 400 5 6 7 8 9 10\n")]
    [InlineData("cpu0 1 2 99999999999999999999 400\n")]
    [InlineData("cpu0 1 2 -3 400 5\n")]
    [InlineData("cpu0 1 2\n")]
    [InlineData("cpu0\n")]
    public void A_processor_with_garbage_has_no_times_and_the_others_have(string line)
    {
        using Machine machine = Machine.With(("proc/stat", line + "cpu1 100 0 0 400 0 0 0 0 0 0\n"));

        Reading reading = Read(machine);

        Assert.DoesNotContain("cpu=\"0\"", reading.Text, StringComparison.Ordinal);
        Assert.Equal("1", reading["node_cpu_seconds_total{cpu=\"1\",mode=\"user\"}"]);
        Assert.Contains("cpu0", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu  1 2 3 4\nintr 5\n")]
    public void A_file_without_processors_is_a_failure(string text)
    {
        using Machine machine = Machine.With(("proc/stat", text));

        Assert.IsType<SourceOutcome.Failed>(Read(machine).Outcome);
    }

    [Fact]
    public void No_time_ever_falls_unless_idle_time_fell_by_three_seconds() => Gen.Int[0, 2000].Array[10].List[2, 8].Sample(readings =>
    {
        ProcessorTimes times = new();
        SampleWriter samples = new();
        using Machine machine = Machine.With(("proc/stat", ""));
        Dictionary<string, double> before = [];
        foreach (int[] ticks in readings)
        {
            machine.Write("proc/stat", $"cpu0 {string.Join(' ', ticks)}\n");
            Dictionary<string, double> now = Values(Reading.Of(samples, writer => times.Read(machine.Roots, writer)).Text);
            double idle = before.GetValueOrDefault("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}");
            bool isNew = idle - (ticks[3] / 100d) >= 3 - 1e-9;
            Assert.All(now, value => Assert.True(isNew || value.Value >= before.GetValueOrDefault(value.Key), value.Key));
            before = now;
        }
    }, iter: 50);

    private static Dictionary<string, double> Values(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
        .ToDictionary(line => line.Split(' ')[0], line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));

    private Reading Read(Machine machine) => Reading.Of(_samples, samples => _times.Read(machine.Roots, samples));
}
