using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Kernel;

public sealed class ProcessCountsTests
{
    private const string Rest = " 0 1 1 0 -1 4194560 14112 901223 44 812 301 902 3011 1201 20 0 3 0 12 34119680";

    [Theory]
    [InlineData("7 (sh) R", "R")]
    [InlineData("7 (a b) c) D", "D")]
    [InlineData("7 () S", "S")]
    [InlineData("7 ((((( Z", null)]
    [InlineData("7 (sh) RR", null)]
    [InlineData("7 (sh) 1", null)]
    [InlineData("", null)]
    public void A_process_is_counted_whatever_its_name_holds(string beginning, string? state)
    {
        using Machine machine = Machine.With(("proc/1/stat", "1 (systemd) S" + Rest), ("proc/7/stat", beginning + Rest), ("proc/7x/stat", "not a process"), ("proc/sys/kernel/pid_max", "32768"), ("proc/sys/kernel/threads-max", "7011"));

        Reading reading = Reading.Of(new SampleWriter(), samples => new ProcessCounts().Read(machine.Roots, samples));

        Assert.Equal(state is null ? "1" : "2", reading["node_processes_pids"]);
        Assert.Equal(state is null ? "3" : "6", reading["node_processes_threads"]);
        Assert.Equal(state is null ? 1 : 0, reading.Problems.Count);
        if (state is not null)
            Assert.Equal(state == "S" ? "2" : "1", reading[$"node_processes_state{{state=\"{state}\"}}"]);
    }

    [Fact]
    public void A_process_that_has_ended_meanwhile_is_not_missed()
    {
        using Machine machine = Machine.With(("proc/1/stat", "1 (systemd) S" + Rest), ("proc/9/comm", "gone"));

        Reading reading = Reading.Of(new SampleWriter(), samples => new ProcessCounts().Read(machine.Roots, samples));

        Assert.Equal("1", reading["node_processes_pids"]);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public void Processes_are_counted_once_a_minute_and_not_more_often_than_the_machine_is_read()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), new HostSource(new ProcessCounts(), new HostRoots(), TimeSpan.FromSeconds(15)).Every);
        Assert.Equal(TimeSpan.FromMinutes(5), new HostSource(new ProcessCounts(), new HostRoots(), TimeSpan.FromMinutes(5)).Every);
        Assert.Equal(TimeSpan.FromSeconds(15), new HostSource(new LoadAverage(), new HostRoots(), TimeSpan.FromSeconds(15)).Every);
    }
}
