using System.Buffers.Binary;
using System.Text;
using EdgeStack.Collector.Sources.Host.FileSystems;

namespace EdgeStack.Collector.Tests.Sources.Host.FileSystems;

public sealed class StatFsTests
{
    private const int NotFound = 2;

    [Fact]
    public void The_root_is_as_large_as_the_framework_says()
    {
        FileSystemSize size = Assert.IsType<MountAnswer.Size>(StatFs.Ask("/\0"u8.ToArray())).Value;
        DriveInfo drive = new("/");
        Assert.Equal(drive.TotalSize, size.Bytes);
        Assert.InRange(size.Free, size.Available, size.Bytes);
        Assert.InRange(size.FilesFree, 1, size.Files);
    }

    [Fact]
    public void A_refusal_has_its_number_and_its_words() =>
        Assert.Equal(new MountAnswer.Refused(NotFound, "No such file or directory"), StatFs.Ask(Encoding.UTF8.GetBytes($"/{Guid.NewGuid()}\0")));

    // What include/uapi/asm-generic/statfs.h says for 64 bits, and for 32 bits with statfs64, byte for byte; the transfer is larger than the unit.
    [Theory]
    [InlineData(true, 512)]
    [InlineData(false, 512)]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    public void The_structure_is_read_on_both_widths(bool wide, int unit)
    {
        byte[] buffer = new byte[256];
        int at = 0;
        Word(0xEF53);
        Word(4096);
        foreach (ulong count in (ulong[])[5_000_000_000, 4_000_000_000, 3, 2, 1, 0xFFFF_FFFF_FFFF_FFFF])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(at), count);
            at += 8;
        }

        Word(255);
        Word(unit);
        Word(0x20);
        int effective = unit == 0 ? 4096 : unit;
        Assert.Equal(new FileSystemSize(5_000_000_000d * effective, 4_000_000_000d * effective, 3 * effective, 2, 1), StatFs.Read(buffer, wide));

        void Word(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(at), value);
            at += wide ? 8 : 4;
        }
    }
}
