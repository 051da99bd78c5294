using System.Text;
using CsCheck;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Host.FileSystems;
using EdgeStack.Collector.Tests.Machines;

namespace EdgeStack.Collector.Tests.Sources.Host.FileSystems;

public sealed class MountTableTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData(@"a\040b\011c\012d\134e", "a b\tc\nd\\e")]
    [InlineData(@"\377", "\u00ff")]
    // Not an escape of the kernel's: too short, too large, not octal.
    [InlineData(@"\04", @"\04")]
    [InlineData(@"\400", @"\400")]
    [InlineData(@"\089", @"\089")]
    [InlineData(@"\", @"\")]
    public void Escapes_of_the_kernel_are_undone_and_nothing_else(string word, string text) => Assert.Equal(text, MountTable.Unescape(word));

    [Fact]
    public void Whatever_a_place_is_called_its_bytes_come_back() => Gen.Byte[1, 255].Array.Sample(bytes =>
    {
        StringBuilder written = new("/");
        foreach (byte letter in bytes)
            written.Append(letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\\' ? "\\" + Convert.ToString(letter, 8).PadLeft(3, '0') : ((char)letter).ToString());
        Mount? mount = MountTable.Parse($"36 35 179:2 / {written} rw - ext4 /dev/x rw");
        return mount is not null && Encoding.Latin1.GetBytes(mount.Path).AsSpan(1).SequenceEqual(bytes);
    });

    [Fact]
    public void No_line_makes_it_fail() =>
        Gen.Int[0, 10].Array[0, 14].Select(words => string.Join(' ', words.Select(word => ((string[])["36", "35", "179:2", "-", "/", "rw", "ext4", "", ":", "99999999999", "x"])[word])))
            .Sample(line => MountTable.Parse(line) is null or { Path: ['/', ..] });

    [Theory]
    [InlineData("rw", "rw", false)]
    [InlineData("ro", "rw", true)]
    [InlineData("rw", "ro", true)]
    [InlineData("rw", "rw,emergency_ro", true)]
    // An option that only says what happens after an error.
    [InlineData("rw", "rw,errors=remount-ro", false)]
    public void A_mount_is_read_only_by_its_own_options_or_by_the_file_systems(string own, string system, bool isReadOnly) =>
        Assert.Equal(isReadOnly, MountTable.Parse($"36 35 179:2 / / {own} shared:1 master:2 - ext4 /dev/x {system}")?.IsReadOnly);

    [Fact]
    public void Of_several_mounts_at_a_place_the_last_counts() =>
        Assert.Equal([("2", "/a"), ("3", "/srv")], Read("proc/1/mountinfo", "1 0 8:1 / /srv rw - ext4 /dev/a rw\n2 0 8:2 / /a rw - ext4 /dev/b rw\n3 0 8:3 / /srv rw - ext4 /dev/c rw\n"));

    [Fact]
    public void Where_process_1_is_hidden_the_own_table_counts_below_the_machines_root() => Assert.Equal(
        [("2", "/"), ("3", "/boot")],
        Read("proc/self/mountinfo", "1 0 0:1 / / rw - overlay overlay rw\n2 1 8:2 / <root> rw - ext4 /dev/b rw\n3 2 8:1 / <root>/boot rw - vfat /dev/a rw\n4 1 8:1 / <root>y rw - vfat /dev/a rw\n"));

    [Fact]
    public void A_machine_without_a_table_is_a_fault()
    {
        using Machine machine = Machine.With();
        Assert.Throws<FileNotFoundException>(() => MountTable.Read(machine.Roots, new SampleWriter()));
    }

    private static (string Id, string Point)[] Read(string path, string table)
    {
        using Machine machine = Machine.With();
        machine.Write(path, table.Replace("<root>", machine.Path, StringComparison.Ordinal));
        SampleWriter samples = new();
        (string, string)[] mounts = [.. MountTable.Read(machine.Roots, samples).Select(mount => (mount.Id, mount.Point))];
        Assert.Empty(samples.Problems);
        return mounts;
    }
}
