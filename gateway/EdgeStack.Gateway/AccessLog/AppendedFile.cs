using System.Runtime.InteropServices;
using EdgeStack.RouteFolders;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// What is open at the log's path, only ever written at its end: an ordinary file, which somebody else may shorten, write to as well or put
/// another one in the place of; or a pipe, a terminal, another device.
/// </summary>
internal sealed partial class AppendedFile : IDisposable
{
    // <fcntl.h>: the same on every Linux that .NET knows.
    private const int SetFlags = 4; // F_SETFL
    private const int Append = 0x400; // O_APPEND

    private readonly FileStream _file;
    private readonly FileStatus _status;

    private AppendedFile(FileStream file)
    {
        _file = file;
        _status = FileStatus.Of(file.SafeFileHandle) ?? throw new IOException($"it cannot be known what '{file.Name}' is");
    }

    /// <summary>False for what has no length and takes what it is given: another one cannot follow it.</summary>
    public bool IsOrdinary => _status.IsFile;

    /// <summary>Bytes in it when it was last looked at; 0 when it is no ordinary file.</summary>
    public long Length { get; private set; }

    /// <summary>Opens it, and makes an ordinary file where nothing is. Of a named pipe it waits for somebody who reads.</summary>
    public static AppendedFile Open(string path)
    {
        // For writing alone, since who may read a pipe is one of its readers.
        FileStream file = FileStatus.Of(path, followLinks: true) is { IsFile: false }
            ? new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : new(path, Ours(FileMode.OpenOrCreate));
        try
        {
            AppendedFile opened = new(file);
            if (opened.IsOrdinary)
                opened.GoToEnd();
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>How a file of the log's is made and opened. Visitors' addresses are nobody's business who has an account on the machine.</summary>
    public static FileStreamOptions Ours(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
#pragma warning disable CA1416 // the gateway is for Linux
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
#pragma warning restore CA1416
    };

    /// <summary>Looks whether this is what stands at the path, and not another that has taken its place.</summary>
    public bool StandsAt(string path)
    {
        if (FileStatus.Of(path, followLinks: true) is not { } now || now.Identity != _status.Identity)
            return false;
        Length = IsOrdinary ? (long)now.Length : 0;
        return true;
    }

    /// <summary>Writes all of it or, to an ordinary file, nothing.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        try
        {
            await _file.WriteAsync(lines, cancellationToken);
        }
        catch
        {
            if (IsOrdinary)
                TakeBack();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    // FileStream writes where it remembers the end to be, and after somebody has shortened the file leaves a hole up to there; the system knows
    // the end at the moment of writing.
    private void GoToEnd()
    {
        if (SetFlag(_file.SafeFileHandle, SetFlags, Append) != 0)
            throw new IOException($"'{_file.Name}' cannot be opened for appending");
        EndLastLine();
        Length = _file.Length;
    }

    // A gateway that was killed may have left half a line.
    private void EndLastLine()
    {
        if (_file.Length == 0)
            return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n')
            _file.WriteByte((byte)'\n');
    }

    private void TakeBack()
    {
        try
        {
            if (_file.Length > Length)
                _file.SetLength(Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Opening it again ends the half line.
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFlag(SafeFileHandle opened, int command, int flag);
}
