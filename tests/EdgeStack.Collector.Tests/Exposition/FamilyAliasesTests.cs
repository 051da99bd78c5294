using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Tests.Sources;

namespace EdgeStack.Collector.Tests.Exposition;

public sealed class FamilyAliasesTests
{
    private static readonly Family Read = Family.Counter("disk_read_seconds_total", "Time.", "device");
    private static readonly Family Other = Family.Gauge("other", "Another.");

    private readonly FamilyAliases _aliases = new([new FamilyAlias("disk_read_seconds_total", "disk_read_ms", 1000), new FamilyAlias("disk_read_seconds_total", "disk_read"), new FamilyAlias("nothing", "something")]);

    [Fact]
    public void A_family_is_shown_under_its_other_names_too()
    {
        SampleWriter samples = new([new("node", "pi4")], _aliases);

        Reading reading = Reading.Of(samples, Fill);

        Assert.Equal("1.5", reading["disk_read_seconds_total{device=\"sda\",node=\"pi4\"}"]);
        Assert.Equal("1500", reading["disk_read_ms{device=\"sda\",node=\"pi4\"}"]);
        Assert.Equal("1.5", reading["disk_read{device=\"sda\",node=\"pi4\"}"]);
        Assert.Contains("# TYPE disk_read_ms counter\n", reading.Text, StringComparison.Ordinal);
        Assert.Equal("2", reading["other{node=\"pi4\"}"]);
        Assert.DoesNotContain("something", reading.Text, StringComparison.Ordinal);
        Assert.Empty(reading.Problems);
        Assert.Equal(reading.Text, Reading.Of(samples, Fill).Text);
    }

    [Fact]
    public void Without_aliases_a_family_has_its_own_name_alone() =>
        Assert.DoesNotContain("disk_read_ms", Reading.Of(new SampleWriter(), Fill).Text, StringComparison.Ordinal);

    [Fact]
    public void Sources_of_one_family_have_one_alias_of_it()
    {
        SampleWriter one = new([], _aliases), two = new([], _aliases);
        Fill(one);
        Fill(two);

        Assert.Equal(one.Take().Select(samples => samples.Family), two.Take().Select(samples => samples.Family));
    }

    [Fact]
    public void A_series_that_is_read_twice_is_said_once()
    {
        Reading reading = Reading.Of(new SampleWriter([], _aliases), samples =>
        {
            Fill(samples);
            samples.Add(Read, 9, "sda");
            return SourceOutcome.Ok;
        });

        Assert.Single(reading.Problems);
        Assert.Equal("1500", reading["disk_read_ms{device=\"sda\"}"]);
    }

    private static SourceOutcome Fill(SampleWriter samples)
    {
        samples.Add(Read, 1.5, "sda");
        samples.Add(Other, 2);
        return SourceOutcome.Ok;
    }
}
