using System.Globalization;
using System.IO.Compression;
using EdgeStack.Gateway.Settings;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// A file of bounded size. When it is full it becomes <c>NAME.1</c>, is compressed to <c>NAME.1.gz</c> beside the writing, and older ones
/// move on to higher numbers until they are dropped. What is written at once is never divided between two files, and when it cannot be
/// written whole nothing of it stays. Opened at the first write, and again after every failure, so that it recovers by itself. A pipe or a
/// device at the path is written to without end.
/// </summary>
internal sealed class RotatingFile(string path, long maxSize, int keep) : Stream
{
    private const string Compressed = ".gz", Unfinished = ".gz.part";

    private AppendedFile? _file;
    private Task _compressing = Task.CompletedTask;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Somebody may have taken the file away: what is written to it then would be lost.
        if (_file is null || !_file.StandsAt(path))
            Open();
        if (_file!.Length is > 0 and long size && size + buffer.Length > maxSize)
            await RotateAsync();
        try
        {
            await _file.AppendAsync(buffer, cancellationToken);
        }
        catch
        {
            CloseFile();
            throw;
        }
    }

    // Nothing is kept back.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        CloseFile();
        await _compressing;
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            CloseFile();
        base.Dispose(disposing);
    }

    private void Open()
    {
        CloseFile();
        _file = AppendedFile.Open(path);
        if (_file.IsOrdinary)
            DropBeyondKept();
    }

    private void CloseFile()
    {
        _file?.Dispose();
        _file = null;
    }

    private async Task RotateAsync()
    {
        await _compressing;
        CloseFile();
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
            using (GZipStream compressed = new(new FileStream(file + Unfinished, AppendedFile.Ours(FileMode.Create)), CompressionLevel.Fastest))
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
