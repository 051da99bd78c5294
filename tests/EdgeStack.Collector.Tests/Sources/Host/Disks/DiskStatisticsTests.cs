using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Host.Disks;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.Disks;

public sealed class DiskStatisticsTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 11)]
    [InlineData(15, 15)]
    [InlineData(17, 17)]
    [InlineData(20, 17)]
    public void A_kernel_has_a_family_for_every_column_it_prints(int columns, int families)
    {
        Reading reading = Read($"8 0 sda {string.Join(' ', Enumerable.Range(1, columns))}\n");
        Assert.Equal(families, reading.Text.Split('\n').Count(line => line.StartsWith("node_disk_", StringComparison.Ordinal) && line.Contains("{device=\"sda\"} ", StringComparison.Ordinal)));
        Assert.Equal(families == 0 ? 1 : 0, reading.Problems.Count);
    }

    [Theory]
    [InlineData("sda1", false)]
    [InlineData("vdb12", false)]
    [InlineData("xvda1", false)]
    [InlineData("nvme0n1p1", false)]
    [InlineData("loop0", false)]
    [InlineData("zram0", false)]
    [InlineData("sda", true)]
    [InlineData("nvme0n1", true)]
    [InlineData("mmcblk0", true)]
    // As node_exporter has it: partitions of cards are there beside their cards.
    [InlineData("mmcblk0p2", true)]
    [InlineData("dm-0", true)]
    [InlineData("md127", true)]
    public void Partitions_are_left_out_but_those_of_cards(string device, bool isRead) =>
        Assert.Equal(isRead, Read($"8 0 {device} 1 2 3 4 5 6 7 8 9 10 11\n").Text.Length > 0);

    [Theory]
    [InlineData("8 0 sda 1 2 3 4 5 6 7 8 -1 10 11")]
    [InlineData("8 0 sda 1 2 3 4 5 6 7 8 99999999999999999999 10 11")]
    [InlineData("8 x sda 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData("8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 nan")]
    public void A_row_with_garbage_is_told_and_has_no_samples_and_the_others_are_read(string row)
    {
        Reading reading = Read(row + "\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n");
        Assert.Contains("'" + row + "'", Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("\"sda\"", reading.Text, StringComparison.Ordinal);
        Assert.Equal("1", reading["node_disk_reads_completed_total{device=\"sdb\"}"]);
    }

    [Fact]
    public void Whatever_the_file_holds_a_reading_ends() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["0189 \n-sdamcblkp"], 0, 80]).Sample(text => Read(text).Outcome is SourceOutcome.Read);

    [Fact]
    public void A_machine_without_block_devices_has_none()
    {
        using Machine machine = Machine.With();
        Assert.IsType<SourceOutcome.Absent>(Reading.Of(new SampleWriter(), samples => new DiskStatistics().Read(machine.Roots, samples)).Outcome);
    }

    private static Reading Read(string text)
    {
        using Machine machine = Machine.With();
        Directory.CreateDirectory(machine.In("proc"));
        File.WriteAllText(machine.In("proc/diskstats"), text);
        return Reading.Of(new SampleWriter(), samples => new DiskStatistics().Read(machine.Roots, samples));
    }

    [Fact]
    public void What_a_disk_is_is_looked_up_every_fourth_time_and_its_numbers_every_time()
    {
        using Machine machine = Machine.With(("proc/diskstats", "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n"), ("run/udev/data/b8:0", "E:ID_MODEL=old\n"));
        DiskStatistics disks = new();
        SampleWriter samples = new();
        Read();
        machine.Write("proc/diskstats", "8 0 sda 2 2 3 4 5 6 7 8 9 10 11\n").Write("run/udev/data/b8:0", "E:ID_MODEL=new\n");
        List<bool> isNew = [.. Enumerable.Range(0, 4).Select(_ => Read().Text.Contains("model=\"new\"", StringComparison.Ordinal))];

        Assert.Equal([false, false, false, true], isNew);
        Assert.Equal("2", Read()["node_disk_reads_completed_total{device=\"sda\"}"]);

        Reading Read() => Reading.Of(samples, writer => disks.Read(machine.Roots, writer));
    }
}
