using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace EdgeStack.Provisioning.Remote;

/// <summary>Reads what a driver writes: lines that begin with its mark, and the bytes that they announce.</summary>
internal sealed class FrameReader(PipeReader pipe, string mark)
{
    // Longer than any head of a frame, and than what a login shell greets with in one line.
    private const int LongestLine = 64 * 1024;

    // What a login shell says before us (a greeting in .bashrc) is let pass, up to here.
    private const int MostNoise = 1024 * 1024;

    /// <summary>Bytes that have arrived.</summary>
    public long Received { get; private set; }

    /// <summary>The words behind the mark in the next line that has it; null when the stream has ended.</summary>
    /// <exception cref="InvalidDataException">More is said than any greeting.</exception>
    public async ValueTask<string[]?> HeadAsync(CancellationToken stop)
    {
        long noise = 0;
        while (await LineAsync(stop) is { } line)
        {
            // A greeting without a line end may stand before the first one.
            int at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0)
                return line[(at + mark.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            noise += line.Length;
            if (noise > MostNoise)
                throw new InvalidDataException("the shell talks without end before it answers");
        }

        return null;
    }

    /// <summary>So many bytes; null when the stream ends before.</summary>
    public async ValueTask<byte[]?> BytesAsync(int count, CancellationToken stop)
    {
        // Asked for nothing, a pipe waits for something.
        if (count == 0)
            return [];
        ReadResult read = await pipe.ReadAtLeastAsync(count, stop);
        if (read.Buffer.Length < count)
            return null;
        byte[] bytes = read.Buffer.Slice(0, count).ToArray();
        pipe.AdvanceTo(read.Buffer.GetPosition(count));
        Received += count;
        return bytes;
    }

    /// <summary>A count in the head of a frame.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static int Count(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        ? count : throw new InvalidDataException("the shell answers with something else than a frame");

    private async ValueTask<string?> LineAsync(CancellationToken stop)
    {
        while (true)
        {
            ReadResult read = await pipe.ReadAsync(stop);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                ReadOnlySequence<byte> line = read.Buffer.Slice(0, end);
                string text = Encoding.UTF8.GetString(line);
                Received += line.Length + 1;
                pipe.AdvanceTo(read.Buffer.GetPosition(1, end));
                return text;
            }

            bool isTooLong = read.Buffer.Length > LongestLine;
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (isTooLong)
                throw new InvalidDataException("the shell writes a line without end");
            if (read.IsCompleted)
                return null;
        }
    }
}
