using System.Buffers;
using System.Runtime.InteropServices;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>A file of the kernel's as it was read, in memory that is lent until it is disposed of.</summary>
internal ref struct KernelBytes
{
    // EFBIG
    private const int TooLong = 27;

    private const int UsualLength = 16 * 1024;

    private byte[]? _buffer;
    private int _length;

    private KernelBytes(int error) => Error = error;

    /// <summary>Whether there is such a file, readable or not.</summary>
    public readonly bool Exists => Error != KernelCalls.NoSuchFile;

    /// <summary>The kernel's number for why it cannot be read; 0 when it was.</summary>
    public int Error { get; private set; }

    public readonly ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads it to its end. <see cref="Error"/> tells when it cannot be read, or is longer than <see cref="KernelFile.MaxLength"/>.</summary>
    public static KernelBytes TryRead(string path)
    {
        int file = KernelCalls.Open(path);
        if (file < 0)
            return new KernelBytes(-file);
        KernelBytes bytes = new(0) { _buffer = ArrayPool<byte>.Shared.Rent(UsualLength) };
        try
        {
            bytes.Error = bytes.Fill(file);
            return bytes;
        }
        finally
        {
            _ = KernelCalls.Close(file);
        }
    }

    /// <summary>What .NET would have thrown.</summary>
    public readonly Exception Fault(string path)
    {
        string message = $"{Marshal.GetPInvokeErrorMessage(Error)} : '{path}'";
        return Error is KernelCalls.NotPermitted or KernelCalls.AccessDenied ? new UnauthorizedAccessException(message) : new IOException(message, Error);
    }

    public void Dispose()
    {
        if (_buffer is { } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
        (_buffer, _length) = (null, 0);
    }

    // The kernel makes such a file when it is read, and its length is 0 or a guess: read to the end.
    private int Fill(int file)
    {
        int read;
        while ((read = KernelCalls.Read(file, _buffer.AsSpan(_length))) > 0)
        {
            _length += read;
            if (_length > KernelFile.MaxLength)
                return TooLong;
            if (_length == _buffer!.Length)
                Grow();
        }

        return -read;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * _length);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer!);
        _buffer = larger;
    }
}
