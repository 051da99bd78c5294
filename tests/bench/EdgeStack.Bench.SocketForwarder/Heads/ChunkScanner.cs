using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>Finds the data, and the end, of a body in chunks (RFC 9112, section 7.1), however its bytes are cut. Extensions and trailers are read over.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ChunkScanner
{
    private const int LongestLine = 4096;

    private State _state;
    private long _size;
    private int _lineLength;

    /// <summary>True when the last chunk and the trailers have been seen.</summary>
    public readonly bool IsComplete => _state == State.Complete;

    /// <summary>Takes bytes until there is data, the end of the body or nothing more to take.</summary>
    /// <param name="bytes">What has come.</param>
    /// <param name="data">What of it belongs to the body; may be empty.</param>
    /// <returns>How many bytes were taken.</returns>
    /// <exception cref="InvalidDataException">These are no chunks.</exception>
    public int Next(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data)
    {
        data = default;
        for (int at = 0; at < bytes.Length; at++)
        {
            if (_state == State.Data)
            {
                data = bytes.Slice(at, (int)Math.Min(_size, bytes.Length - at));
                _size -= data.Length;
                if (_size == 0)
                    _state = State.DataReturn;
                return at + data.Length;
            }

            Take(bytes[at]);
            if (_state == State.Complete)
                return at + 1;
        }

        return bytes.Length;
    }

    /// <summary>Takes bytes to the end of the body or of what has come, for whoever passes chunks on in their form; returns how many.</summary>
    public int Pass(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length && !IsComplete)
            at += Next(bytes[at..], out _);
        return at;
    }

    private void Take(byte letter)
    {
        if (++_lineLength > LongestLine)
            throw new InvalidDataException("a line between chunks is too long");
        _state = (_state, letter) switch
        {
            (State.Size or State.FirstDigit, _) when Digit(letter) is var digit and >= 0 => Grow(digit),
            (State.Size, (byte)'\r') or (State.Extension, (byte)'\r') => State.SizeEnd,
            (State.Size, (byte)';' or (byte)' ' or (byte)'\t') => State.Extension,
            (State.Extension, not (byte)'\n') => State.Extension,
            (State.SizeEnd, (byte)'\n') => Started(_size == 0 ? State.TrailerStart : State.Data),
            (State.DataReturn, (byte)'\r') => State.DataEnd,
            (State.DataEnd, (byte)'\n') => Started(State.FirstDigit),
            (State.TrailerStart, (byte)'\r') => State.LastEnd,
            (State.TrailerStart or State.Trailer, not ((byte)'\n' or (byte)'\r')) => State.Trailer,
            (State.Trailer, (byte)'\r') => State.TrailerEnd,
            (State.TrailerEnd, (byte)'\n') => State.TrailerStart,
            (State.LastEnd, (byte)'\n') => State.Complete,
            _ => throw new InvalidDataException("a chunk is malformed"),
        };
    }

    private State Grow(int digit)
    {
        if (_size > long.MaxValue >> 4)
            throw new InvalidDataException("a chunk is too long");
        _size = (_size << 4) | (long)digit;
        return State.Size;
    }

    private State Started(State state)
    {
        _lineLength = 0;
        return state;
    }

    private static int Digit(byte letter) => Utf8Parser.TryParse([letter], out byte digit, out _, 'x') ? digit : -1;

    private enum State
    {
        FirstDigit,
        Size,
        Extension,
        SizeEnd,
        Data,
        DataReturn,
        DataEnd,
        TrailerStart,
        Trailer,
        TrailerEnd,
        LastEnd,
        Complete,
    }
}
