using System.Globalization;
using System.IO.Compression;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// A file of bounded size. When it is full it becomes <c>NAME.1</c>, is compressed to <c>NAME.1.gz</c> beside the writing, and older ones
/// move on to higher numbers until they are dropped. What is written at once is never divided between two files, and when it cannot be
/// written whole nothing of it stays. Opened at the first write, and again after every failure, so that it recovers by itself.
/// </summary>
internal sealed class RotatingFile(string path, long maxSize, int keep) : Stream
{
    private const string Compressed = ".gz", Unfinished = ".gz.part";

    private FileStream? _file;
    private long _size;
    private Task _compressing = Task.CompletedTask;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _size;

    public override long Position
    {
        get => _size;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Somebody may have taken the file away: what is written to it then would be lost.
        if (_file is null || !File.Exists(path))
            Open();
        if (_size > 0 && _size + buffer.Length > maxSize)
            await RotateAsync();
        try
        {
            await _file!.WriteAsync(buffer, cancellationToken);
            _size += buffer.Length;
        }
        catch
        {
            TakeBack();
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _file?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        _file = null;
        await _compressing;
        await base.DisposeAsync();
    }

    public override void Flush() => _file?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }

    private void Open()
    {
        _file?.Dispose();
        _file = null;
        FileStream file = new(path, Ours(FileMode.OpenOrCreate));
        try
        {
            file.Seek(0, SeekOrigin.End);
            EndLastLine(file);
            _size = file.Length;
            DropBeyondKept();
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
    }

    // Visitors' addresses are nobody's business who has an account on the machine.
    private static FileStreamOptions Ours(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
#pragma warning disable CA1416 // the gateway is for Linux
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
#pragma warning restore CA1416
    };

    // A gateway that was killed may have left half a line.
    private static void EndLastLine(FileStream file)
    {
        if (file.Length == 0)
            return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.WriteByte((byte)'\n');
    }

    private async Task RotateAsync()
    {
        await _compressing;
        _file!.Dispose();
        _file = null;
        for (int number = keep; number >= 1; number--)
            MoveOn(number);
        if (keep == 0)
            File.Delete(path);
        else
            File.Move(path, Numbered(1), overwrite: true);
        Open();
        if (keep > 0)
            _compressing = Task.Run(() => Compress(Numbered(1)));
    }

    // One that could not be compressed, for want of room, moves on as it is.
    private void MoveOn(int number)
    {
        foreach (string ending in (ReadOnlySpan<string>)["", Compressed])
        {
            string from = Numbered(number) + ending;
            if (!File.Exists(from))
                continue;
            if (number == keep)
                File.Delete(from);
            else
                File.Move(from, Numbered(number + 1) + ending, overwrite: true);
        }
    }

    private static void Compress(string file)
    {
        try
        {
            using (FileStream plain = File.OpenRead(file))
            using (GZipStream compressed = new(new FileStream(file + Unfinished, Ours(FileMode.Create)), CompressionLevel.Fastest))
                plain.CopyTo(compressed);
            File.Move(file + Unfinished, file + Compressed, overwrite: true);
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(file + Unfinished);
        }
    }

    // What an earlier run with other settings, or its end amidst compressing, has left. Other names that begin like the log's are somebody else's:
    // NAME.20261125, NAME.01.gz, NAME.old.gz.part.
    private void DropBeyondKept()
    {
        string prefix = $"{Path.GetFileName(path)}.";
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            if (!Path.GetFileName(file).StartsWith(prefix, StringComparison.Ordinal))
                continue;
            ReadOnlySpan<char> rest = Path.GetFileName(file.AsSpan())[prefix.Length..];
            bool unfinished = rest.SequenceEqual($"1{Unfinished}") && _compressing.IsCompleted;
            if (unfinished || IsBeyondKept(rest.EndsWith(Compressed, StringComparison.Ordinal) ? rest[..^Compressed.Length] : rest))
                DeleteQuietly(file);
        }
    }

    private bool IsBeyondKept(ReadOnlySpan<char> number) =>
        number is not ['0', ..] && int.TryParse(number, NumberStyles.None, null, out int parsed) && parsed > keep && parsed <= AccessLogOptions.MostKept;

    private void TakeBack()
    {
        try
        {
            _file?.SetLength(_size);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Opening it again ends the half line.
        }

        _file?.Dispose();
        _file = null;
    }

    private static void DeleteQuietly(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // it is in nobody's way
        }
    }

    private string Numbered(int number) => $"{path}.{number}";
}
