using EdgeStack.Gateway.State;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.State;

public sealed class StateFileTests
{
    private static readonly byte[] First = "first"u8.ToArray(), Second = "second"u8.ToArray();

    [Fact]
    public void What_was_written_is_read_by_the_next_process_and_by_nobody_else()
    {
        using TemporaryFolder folder = new();
        Assert.True(New(folder).Write(First));

        StateReading reading = New(folder).Read();

        Assert.Equal(First, reading.Content);
        Assert.Empty(reading.Faults);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("routes")));
        Assert.Equal(["routes"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Nothing_at_all_is_no_fault()
    {
        using TemporaryFolder folder = new();
        StateReading reading = New(folder).Read();
        Assert.Null(reading.Content);
        Assert.Empty(reading.Faults);
    }

    [Fact]
    public void The_same_content_is_not_written_again()
    {
        using TemporaryFolder folder = new();
        StateFile file = New(folder);
        file.Write(First);
        Assert.False(file.Write(First));

        StateFile after = New(folder);
        after.Read();
        Assert.False(after.Write(First));
        Assert.False(File.Exists(folder.File("routes.1")));
    }

    [Fact]
    public void CF_09_a_file_cut_off_anywhere_gives_way_to_the_earlier_generation()
    {
        using TemporaryFolder folder = WithTwo();
        byte[] whole = File.ReadAllBytes(folder.File("routes"));
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.File("routes"), whole[..length]);
            AssertEarlier(folder);
        }
    }

    [Fact]
    public void CF_09_a_bit_flipped_anywhere_gives_way_to_the_earlier_generation()
    {
        using TemporaryFolder folder = WithTwo();
        byte[] whole = File.ReadAllBytes(folder.File("routes"));
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder.File("routes"), flipped);
            AssertEarlier(folder);
        }
    }

    [Fact]
    public void CF_09_two_damaged_generations_are_none()
    {
        using TemporaryFolder folder = WithTwo();
        File.WriteAllText(folder.File("routes"), "");
        File.WriteAllText(folder.File("routes.1"), "nonsense\n");

        StateReading reading = New(folder).Read();

        Assert.Null(reading.Content);
        Assert.Equal(2, reading.Faults.Length);
    }

    [Fact]
    public void CF_09_a_process_that_died_between_its_two_renames_left_the_earlier_generation()
    {
        using TemporaryFolder folder = WithTwo();
        File.Delete(folder.File("routes"));
        File.WriteAllText(folder.File("routes.next"), "half a fi");

        StateFile file = New(folder);
        Assert.Equal(First, file.Read().Content);
        Assert.True(file.Write(Second));
        Assert.Equal(Second, New(folder).Read().Content);
    }

    [Fact]
    public void Another_version_is_named_and_never_read()
    {
        using TemporaryFolder folder = new();
        new StateFile(folder.File("routes"), 2).Write(First);

        StateReading reading = New(folder).Read();

        Assert.Null(reading.Content);
        Assert.EndsWith("is of version 2, and this program reads version 1", Assert.Single(reading.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_never_pushes_out_the_earlier_generation()
    {
        using TemporaryFolder folder = WithTwo();
        File.WriteAllText(folder.File("routes"), "damaged");
        StateFile file = New(folder);
        file.Read();
        file.Write("third"u8);

        Assert.Equal("third"u8.ToArray(), New(folder).Read().Content);
        File.Delete(folder.File("routes"));
        Assert.Equal(First, New(folder).Read().Content);
    }

    [Fact]
    public void A_folder_that_is_not_there_or_not_a_folder_is_named_and_not_made()
    {
        using TemporaryFolder folder = new();
        string missing = folder.File("missing");

        Assert.Null(StateFolder.WhyUnusable(folder.Path));
        Assert.Equal($"there is no folder {missing}", StateFolder.WhyUnusable(missing));
        Assert.NotNull(StateFolder.WhyUnusable("/proc"));
        Assert.False(Directory.Exists(missing));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static StateFile New(TemporaryFolder folder) => new(folder.File("routes"), 1);

    private static TemporaryFolder WithTwo()
    {
        TemporaryFolder folder = new();
        StateFile file = New(folder);
        file.Write(First);
        file.Write(Second);
        return folder;
    }

    private static void AssertEarlier(TemporaryFolder folder)
    {
        StateReading reading = New(folder).Read();
        Assert.Equal(First, reading.Content);
        Assert.StartsWith(folder.File("routes") + " ", Assert.Single(reading.Faults), StringComparison.Ordinal);
    }
}
