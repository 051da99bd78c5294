using System.Buffers;
using System.IO.Pipelines;

namespace EdgeStack.Collector.Sources.Kubernetes.MetricPages;

/// <summary>One page of metrics, line by line as it arrives: it is never in memory as a whole.</summary>
/// <param name="filter">Where the lines go.</param>
/// <param name="gate">Who holds it may use the filter, which may write where those of other pages do.</param>
internal sealed class PageReading(PageFilter filter, Lock gate)
{
    // Most lines are then in one piece.
    private const int BufferLength = 32 * 1024;

    // A label's value can be long, but not that long.
    private const int LongestLine = 64 * 1024;

    private long _samples, _shownBytes, _problems;

    /// <summary>Bytes of the page that were read.</summary>
    public long Length { get; private set; }

    /// <summary>Lines of families that are shown and that could not be read.</summary>
    public int Wrong { get; private set; }

    /// <exception cref="PageLimitException">It is more than is read: what was read until then counts.</exception>
    /// <exception cref="IOException">The same, when it broke off.</exception>
    public async Task ReadAsync(Stream body, PageLimits limits, CancellationToken cancellation)
    {
        PipeReader lines = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: BufferLength, leaveOpen: true));
        try
        {
            while (true)
            {
                ReadResult read = await lines.ReadAsync(cancellation);
                ReadOnlySequence<byte> buffer = read.Buffer;
                SequencePosition rest = Take(buffer, read.IsCompleted, limits);
                Length += buffer.Slice(0, rest).Length;
                if (buffer.Slice(rest).Length > LongestLine)
                    throw new PageLimitException($"a line is longer than {LongestLine} bytes");
                if (Length > limits.MaximumPageBytes)
                    throw new PageLimitException($"the page is longer than {limits.MaximumPageBytes} bytes");
                lines.AdvanceTo(rest, buffer.End);
                if (read.IsCompleted)
                    return;
            }
        }
        finally
        {
            await lines.CompleteAsync();
        }
    }

    private SequencePosition Take(ReadOnlySequence<byte> buffer, bool isLast, PageLimits limits)
    {
        SequenceReader<byte> reader = new(buffer);
        lock (gate)
        {
            while (reader.TryReadTo(out ReadOnlySpan<byte> line, (byte)'\n'))
                Take(line, limits);
            if (isLast && !reader.End)
            {
                Take(reader.UnreadSequence.ToArray(), limits);
                reader.AdvanceToEnd();
            }
        }

        return reader.Position;
    }

    private void Take(ReadOnlySpan<byte> line, PageLimits limits)
    {
        int found = filter.Found, kept = filter.Kept, problems = filter.Problems;
        if (!filter.Take(line.TrimEnd((byte)'\r')))
            Wrong++;
        if (filter.Found == found)
            return;
        _samples += filter.Kept - kept;
        _shownBytes += line.Length;
        _problems += filter.Problems - problems;
        if (_samples > limits.MaximumSamples)
            throw new PageLimitException($"more than {limits.MaximumSamples} of its samples would be shown");
        if (_shownBytes > limits.MaximumShownBytes)
            throw new PageLimitException($"more than {limits.MaximumShownBytes} bytes of it would be shown");
        if (_problems > limits.MaximumProblems)
            throw new PageLimitException($"more than {limits.MaximumProblems} of its series are there twice");
    }
}
