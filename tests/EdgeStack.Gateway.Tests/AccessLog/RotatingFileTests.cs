using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using EdgeStack.Gateway.AccessLog;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed partial class RotatingFileTests
{
    private const int MaxSize = 1000, Keep = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotation_loses_and_divides_no_line_and_files_are_compressed()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        List<string> written = [];
        await using (RotatingFile file = new(path, MaxSize, keep: 100))
        {
            for (int i = 0; i < 500; i++)
            {
                string line = $"line {i} {new string('x', i % 40)}\n";
                written.Add(line);
                await file.WriteAsync(Encoding.UTF8.GetBytes(line), Cancellation);
            }
        }

        string[] older = [.. Directory.GetFiles(folder.Path).Where(name => name != path).OrderByDescending(Number)];
        Assert.True(older.Length > 10 && older.All(name => name.EndsWith(".gz", StringComparison.Ordinal)), string.Join(' ', older));
        Assert.Equal(string.Concat(written), string.Concat(older.Select(Unpacked)) + await File.ReadAllTextAsync(path, Cancellation));
        Assert.All(older, name => Assert.True(Unpacked(name).Length <= MaxSize && Unpacked(name).EndsWith('\n')));
    }

    [Fact]
    public async Task All_files_together_stay_within_their_bound()
    {
        using TemporaryFolder folder = new();
        byte[] line = Encoding.UTF8.GetBytes($"{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(45))}\n");
        await using RotatingFile file = new(folder.File("access.log"), MaxSize, Keep);
        for (int i = 0; i < 500; i++)
        {
            await file.WriteAsync(line, Cancellation);
            // The one that is being compressed stands there twice.
            Assert.True(Directory.GetFiles(folder.Path).Sum(Size) <= MaxSize * (Keep + 2));
        }
    }

    [Fact]
    public async Task A_file_that_exists_is_continued_after_its_half_line_and_what_an_earlier_run_left_over_goes()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("access.log", "whole\nhal");
        folder.Write("access.log.9.gz", "x");
        folder.Write("access.log.1.gz.part", "x");
        folder.Write("access.log.2.gz", "kept");
        folder.Write("access.log.old", "mine");
        await using (RotatingFile file = new(path, MaxSize, Keep))
            await file.WriteAsync("next\n"u8.ToArray(), Cancellation);
        Assert.Equal("whole\nhal\nnext\n", await File.ReadAllTextAsync(path, Cancellation));
        Assert.Equal(["access.log", "access.log.2.gz", "access.log.old"], Directory.GetFiles(folder.Path).Select(name => Path.GetFileName(name)!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("access.log.20261125")]
    [InlineData("access.log.2026.gz")]
    [InlineData("access.log.20261125.gz")]
    [InlineData("access.log.1001")]
    [InlineData("access.log.007")]
    [InlineData("access.log.09.gz")]
    [InlineData("access.log.old.gz.part")]
    [InlineData("access.log.20261125.gz.part")]
    [InlineData("access.log.9.GZ")]
    [InlineData("access.log.9.gz.old")]
    [InlineData("access.logs.9.gz")]
    public async Task A_file_that_rotation_would_not_have_named_so_is_left_alone(string name)
    {
        using TemporaryFolder folder = new();
        folder.Write(name, "precious");
        await using (RotatingFile file = new(folder.File("access.log"), MaxSize, Keep))
        {
            for (int i = 0; i < 100; i++)
                await file.WriteAsync(new byte[99], Cancellation);
        }

        Assert.Equal("precious", await File.ReadAllTextAsync(folder.File(name), Cancellation));
    }

    [Fact]
    public async Task LG_04_A_full_disk_fails_writes_until_there_is_room_again()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        File.CreateSymbolicLink(path, "/dev/full");
        await using RotatingFile file = new(path, MaxSize, Keep);
        await Assert.ThrowsAnyAsync<IOException>(async () => await file.WriteAsync("lost\n"u8.ToArray(), Cancellation));
        File.Delete(path);
        await file.WriteAsync("kept\n"u8.ToArray(), Cancellation);
        Assert.Equal("kept\n", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task LG_04_A_file_that_was_taken_away_is_made_anew_and_a_folder_that_is_gone_fails_until_it_is_back()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("logs/access.log", "");
        await using RotatingFile file = new(path, MaxSize, Keep);
        await file.WriteAsync("one\n"u8.ToArray(), Cancellation);
        File.Move(path, path + ".moved");
        await file.WriteAsync("two\n"u8.ToArray(), Cancellation);
        Assert.Equal(("one\n", "two\n"), (await File.ReadAllTextAsync(path + ".moved", Cancellation), await File.ReadAllTextAsync(path, Cancellation)));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        await Assert.ThrowsAnyAsync<IOException>(async () => await file.WriteAsync("lost\n"u8.ToArray(), Cancellation));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await file.WriteAsync("three\n"u8.ToArray(), Cancellation);
        Assert.Equal("three\n", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task LG_04_A_file_in_the_place_of_one_that_was_moved_away_is_written_to()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        await using RotatingFile file = new(path, MaxSize, Keep);
        await file.WriteAsync("one\n"u8.ToArray(), Cancellation);
        File.Move(path, path + ".moved");
        folder.Write("access.log", "");
        await file.WriteAsync("two\n"u8.ToArray(), Cancellation);
        Assert.Equal(("one\n", "two\n"), (await File.ReadAllTextAsync(path + ".moved", Cancellation), await File.ReadAllTextAsync(path, Cancellation)));
    }

    [Fact]
    public async Task LG_04_A_file_that_somebody_empties_goes_on_at_its_end_and_has_room_for_as_much_as_before()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        byte[] most = Encoding.UTF8.GetBytes($"{new string('x', MaxSize - 100)}\n");
        await using RotatingFile file = new(path, MaxSize, Keep);
        await file.WriteAsync(most, Cancellation);
        await using (FileStream _ = new(path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite))
            Assert.Equal(0, new FileInfo(path).Length);
        await file.WriteAsync(most, Cancellation);
        Assert.Equal(most, await File.ReadAllBytesAsync(path, Cancellation));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task LG_04_Lines_that_somebody_else_adds_stay_and_count()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        await using RotatingFile file = new(path, MaxSize, keep: 0);
        await file.WriteAsync("one\n"u8.ToArray(), Cancellation);
        await File.AppendAllTextAsync(path, "two\n", Cancellation);
        await file.WriteAsync("three\n"u8.ToArray(), Cancellation);
        Assert.Equal("one\ntwo\nthree\n", await File.ReadAllTextAsync(path, Cancellation));
        await File.AppendAllTextAsync(path, new string('x', MaxSize), Cancellation);
        await file.WriteAsync("four\n"u8.ToArray(), Cancellation);
        Assert.Equal("four\n", await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task LG_04_A_pipe_takes_all_lines_and_fails_only_while_nobody_reads()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        Assert.Equal(0, MakePipe(path, UnixFileMode.UserRead | UnixFileMode.UserWrite));
        string[] lines = [.. Enumerable.Range(0, 50).Select(i => $"line {i} {new string('x', 90)}\n")];
        RotatingFile file = new(path, MaxSize, Keep);
        Task writing = Task.Run(async () =>
        {
            foreach (string line in lines)
                await file.WriteAsync(Encoding.UTF8.GetBytes(line), Cancellation);
        }, Cancellation);
        using (StreamReader reader = new(path))
        {
            foreach (string line in lines)
                Assert.Equal(line, await reader.ReadLineAsync(Cancellation) + "\n");
            await writing;
        }

        await Assert.ThrowsAnyAsync<IOException>(async () => await file.WriteAsync("lost\n"u8.ToArray(), Cancellation));
        Task<string> next = Task.Run(() => File.ReadAllText(path), Cancellation);
        await file.WriteAsync("kept\n"u8.ToArray(), Cancellation);
        await file.DisposeAsync();
        Assert.Equal("kept\n", await next);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task LG_04_A_device_is_never_moved_on()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("access.log");
        File.CreateSymbolicLink(path, "/dev/null");
        await using (RotatingFile file = new(path, MaxSize, Keep))
        {
            for (int i = 0; i < 50; i++)
                await file.WriteAsync(new byte[99], Cancellation);
        }

        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal("/dev/null", new FileInfo(path).LinkTarget);
    }

    [Fact]
    public async Task Without_kept_files_only_the_current_one_stays()
    {
        using TemporaryFolder folder = new();
        await using RotatingFile file = new(folder.File("access.log"), MaxSize, keep: 0);
        for (int i = 0; i < 100; i++)
            await file.WriteAsync(new byte[99], Cancellation);
        Assert.True(new FileInfo(Assert.Single(Directory.GetFiles(folder.Path))).Length <= MaxSize);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, UnixFileMode mode);

    private static int Number(string name) => int.Parse(name.Split('.')[^2], System.Globalization.CultureInfo.InvariantCulture);

    // A file may be renamed while it is looked at.
    private static long Size(string name) => new FileInfo(name) is { Exists: true } file ? file.Length : 0;

    private static string Unpacked(string name)
    {
        using GZipStream plain = new(File.OpenRead(name), CompressionMode.Decompress);
        using StreamReader reader = new(plain);
        return reader.ReadToEnd();
    }
}
