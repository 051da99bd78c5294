using System.Buffers;
using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeStack.Collector.Sources.Host.Protocols;

/// <summary>Reads /proc/net/tcp and tcp6: in pieces, since there may be a hundred thousand lines, and keeping none.</summary>
internal static class TcpTable
{
    // About 200,000 sockets.
    private const int MaxLength = 32 * 1024 * 1024;
    private const int PieceLength = 64 * 1024;
    private const int State = 3, Queues = 4, QueueDigits = 8;

    /// <summary>Counts the sockets of a file; false when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, is longer than any real one, or has a line without an end.</exception>
    public static bool TryCount(string path, TcpCounts counts)
    {
        if (!File.Exists(path))
            return false;
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            long length = 0;
            int kept = 0;
            bool isHeading = true;
            while (RandomAccess.Read(handle, piece.AsSpan(kept), length) is > 0 and var read)
            {
                length += read;
                if (length > MaxLength)
                    throw new IOException($"{path} is longer than {MaxLength} bytes");
                ReadOnlySpan<byte> rest = piece.AsSpan(0, kept + read);
                while (rest.IndexOf((byte)'\n') is >= 0 and var end)
                {
                    if (!isHeading)
                        CountLine(rest[..end], counts);
                    isHeading = false;
                    rest = rest[(end + 1)..];
                }

                kept = rest.Length;
                if (kept == piece.Length)
                    throw new IOException($"{path} has a line of more than {kept} bytes");
                rest.CopyTo(piece);
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary><c>0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 ...</c></summary>
    private static void CountLine(ReadOnlySpan<byte> line, TcpCounts counts)
    {
        int field = 0, state = 0;
        foreach (Range range in line.Split((byte)' '))
        {
            ReadOnlySpan<byte> word = line[range];
            if (word.IsEmpty)
                continue;
            if (field == State && Utf8Parser.TryParse(word, out byte number, out int used, 'x') && used == word.Length)
                state = number;
            else if (field == Queues && word.Length == (2 * QueueDigits) + 1
                && Utf8Parser.TryParse(word[..QueueDigits], out uint toSend, out _, 'x') && Utf8Parser.TryParse(word[(QueueDigits + 1)..], out uint received, out _, 'x'))
            {
                counts.Add(state, toSend, received);
                return;
            }

            field++;
        }

        counts.AddUnknown();
    }
}
