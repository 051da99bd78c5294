using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Disks;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Disks;

public sealed class StorageHealthTests
{
    private const string Card = "sys/block/mmcblk0/device";

    [Theory]
    [InlineData("0x01 0x0a", "0.1", "1", 0)]
    // 0 is what an eMMC writes that does not tell.
    [InlineData("0x00 0x0b", null, "1.1", 0)]
    [InlineData("0x02", "0.2", null, 1)]
    [InlineData("0x0c 0x01", null, null, 1)]
    [InlineData("zz 0x01", null, null, 1)]
    [InlineData("", null, null, 1)]
    public void A_life_time_is_steps_of_a_tenth_or_nothing(string text, string? a, string? b, int problems)
    {
        Reading reading = Read(($"{Card}/type", "MMC\n"), ($"{Card}/life_time", text + "\n"));
        Assert.Equal((a, b), (reading["edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"a\"}"], reading["edgestack_storage_life_used_ratio{device=\"mmcblk0\",region=\"b\"}"]));
        Assert.Equal(problems, reading.Problems.Count);
    }

    [Theory]
    [InlineData("0x01", "normal", 0)]
    [InlineData("0x02", "warning", 0)]
    [InlineData("03", "urgent", 0)]
    [InlineData("0x00", null, 0)]
    [InlineData("0x04", null, 1)]
    [InlineData("?", null, 1)]
    public void The_state_of_the_spare_blocks_is_one_of_three_or_nothing(string text, string? state, int problems)
    {
        Reading reading = Read(($"{Card}/type", "MMC\n"), ($"{Card}/pre_eol_info", text + "\n"));
        Assert.Equal(
            state is null ? [] : ((string[])["normal", "warning", "urgent"]).Select(name => name == state ? "1" : "0"),
            ((string[])["normal", "warning", "urgent"]).Select(name => reading[$"edgestack_storage_pre_eol_state{{device=\"mmcblk0\",state=\"{name}\"}}"]).OfType<string>());
        Assert.Equal(problems, reading.Problems.Count);
    }

    [Fact]
    public void A_plain_card_has_no_wear_even_where_such_files_are() =>
        Assert.DoesNotContain("life", Read(($"{Card}/type", "SD\n"), ($"{Card}/life_time", "0x01 0x01\n")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("pi2")]
    [InlineData("pi4")]
    [InlineData("pi5")]
    public void No_serial_number_is_told(string name)
    {
        using Machine machine = Machine.Of(name);
        string text = Reading.Of(new SampleWriter(), samples => new StorageHealth().Read(machine.Roots, samples)).Text;
        Assert.Contains("edgestack_storage_info", text, StringComparison.Ordinal);
        Assert.DoesNotContain("3a41bb02", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("50026B73", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("serial", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_ext4_without_errors_has_no_time_of_the_last_and_garbage_is_told()
    {
        Reading reading = Read(("sys/fs/ext4/sda1/errors_count", "0\n"), ("sys/fs/ext4/sda1/last_error_time", "0\n"), ("sys/fs/ext4/sda1/lifetime_write_kbytes", "much\n"));
        Assert.Equal("0", reading["edgestack_ext4_errors_total{device=\"sda1\"}"]);
        Assert.DoesNotContain("timestamp", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("lifetime", reading.Text, StringComparison.Ordinal);
        Assert.Single(reading.Problems);
    }

    [Fact]
    public void A_machine_with_a_virtual_disk_alone_has_no_such_health() => Assert.IsType<SourceOutcome.Absent>(Read(("sys/block/vda/size", "1\n"), ("sys/block/mmcblk0boot0/device/type", "MMC\n")).Outcome);

    private static Reading Read(params (string, string)[] files)
    {
        using Machine machine = Machine.With(files);
        return Reading.Of(new SampleWriter(), samples => new StorageHealth().Read(machine.Roots, samples));
    }
}
