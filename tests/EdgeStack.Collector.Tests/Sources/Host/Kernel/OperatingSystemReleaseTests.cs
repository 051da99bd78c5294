using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host;
using EdgeStack.Collector.Sources.Host.Kernel;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Kernel;

public sealed class OperatingSystemReleaseTests
{
    [Theory]
    [InlineData("NAME=plain", "plain")]
    [InlineData("NAME=\"with blanks\"", "with blanks")]
    [InlineData("NAME='single \\ stays'", "single \\ stays")]
    [InlineData("NAME=\"a \\\"b\\\" \\$c \\\\ \\n\"", "a \"b\" $c \\ \\n")]
    [InlineData("NAME=", "")]
    [InlineData("NAME=\"", "\"")]
    [InlineData("NAME=first\nNAME=second", "second")]
    [InlineData("  NAME=indented  ", "indented")]
    public void A_value_is_read_as_a_shell_reads_it(string text, string value) => Assert.Equal(value, OperatingSystemRelease.Parse(text)["NAME"]);

    [Theory]
    [InlineData("")]
    [InlineData("# NAME=comment")]
    [InlineData("=nameless")]
    [InlineData("no sign")]
    public void What_is_no_assignment_is_passed_over(string text) => Assert.Empty(OperatingSystemRelease.Parse(text));

    [Theory]
    [InlineData("12", "12")]
    [InlineData("24.04", "24.04")]
    [InlineData("22.04.3", "22.04")]
    [InlineData("3.19_alpha", "3.19")]
    [InlineData("9.", "9")]
    [InlineData("9beta.7", "9")]
    [InlineData("rolling", null)]
    [InlineData("", null)]
    public void A_version_is_the_number_at_its_beginning(string id, string? version)
    {
        using Machine machine = Machine.With(("etc/os-release", $"ID=x\nVERSION_ID={id}\nSUPPORT_END=soon\n"));

        Reading reading = Reading.Of(new SampleWriter(), samples => new OperatingSystemRelease().Read(machine.Roots, samples));

        Assert.Equal(version, reading["node_os_version{id=\"x\"}"]);
        Assert.Contains("'soon' is not a date", Assert.Single(reading.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("etc/os-release", "/usr/lib/os-release")]
    [InlineData("etc/os-release", "../usr/lib/os-release")]
    [InlineData("etc/os-release", "../../../../usr/lib/./os-release")]
    [InlineData("etc", "/usr/lib")]
    public void A_link_of_the_machine_leads_below_its_own_root(string link, string target)
    {
        using Machine machine = Machine.With(("usr/lib/os-release", "ID=theirs\nVERSION_ID=1\n"));
        Directory.CreateDirectory(Path.GetDirectoryName(machine.In(link))!);
        File.CreateSymbolicLink(machine.In(link), target);

        Assert.Equal(machine.In("usr/lib/os-release"), machine.Roots.Resolved("etc/os-release"));
        Assert.Equal("1", Reading.Of(new SampleWriter(), samples => new OperatingSystemRelease().Read(machine.Roots, samples))["node_os_version{id=\"theirs\"}"]);
    }

    [Fact]
    public void A_link_that_leads_to_itself_leads_nowhere()
    {
        using Machine machine = Machine.With(("proc/version", ""));
        Directory.CreateDirectory(machine.In("etc"));
        File.CreateSymbolicLink(machine.In("etc/os-release"), "/etc/os-release");

        Assert.ThrowsAny<IOException>(() => Reading.Of(new SampleWriter(), samples => new OperatingSystemRelease().Read(machine.Roots, samples)));
    }
}
