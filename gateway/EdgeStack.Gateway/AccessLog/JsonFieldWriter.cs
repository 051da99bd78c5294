// Hot path: every field of every line of the log. Benchmark: AccessLogBenchmarks.
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using EdgeStack.Hosting.Log;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Writes the fields of a JSON object. Each comes with what stands before its value, <c>,"host":</c>, so that nothing is encoded twice:
/// with the library's writer the line costs three times as much (docs/decisions/012-what-a-request-costs.md).
/// </summary>
internal readonly ref struct JsonFieldWriter(ArrayBufferWriter<byte> output)
{
    private const int LongestNumber = 32, MostBytesPerLetter = 3;

    private const int TicksPerMicrosecond = 10, MicrosecondsPerSecond = 1_000_000, FractionDigits = 6;

    private const int EndOfSeconds = 19; // in 2026-11-22T10:00:00.2500000Z

    public void Text(ReadOnlySpan<byte> opening, string? value)
    {
        if (value is null)
            return;
        string text = LogText.Json(value);
        Span<byte> room = Begin(opening, (text.Length * MostBytesPerLetter) + 2);
        room[0] = (byte)'"';
        int length = Encoding.UTF8.GetBytes(text, room[1..]);
        room[1 + length] = (byte)'"';
        output.Advance(opening.Length + length + 2);
    }

    public void Number(ReadOnlySpan<byte> opening, long value)
    {
        Utf8Formatter.TryFormat(value, Begin(opening, LongestNumber), out int length);
        output.Advance(opening.Length + length);
    }

    public void Number(ReadOnlySpan<byte> opening, double value)
    {
        value.TryFormat(Begin(opening, LongestNumber), out int length, default, CultureInfo.InvariantCulture);
        output.Advance(opening.Length + length);
    }

    /// <summary>Seconds; microseconds are what a clock is good for here.</summary>
    public void Seconds(ReadOnlySpan<byte> opening, TimeSpan duration)
    {
        (long seconds, long rest) = Math.DivRem((duration.Ticks + (TicksPerMicrosecond / 2)) / TicksPerMicrosecond, MicrosecondsPerSecond);
        Span<byte> room = Begin(opening, LongestNumber);
        Utf8Formatter.TryFormat(seconds, room, out int length);
        if (rest > 0)
        {
            room[length++] = (byte)'.';
            Utf8Formatter.TryFormat(rest, room[length..], out _, new StandardFormat('D', FractionDigits));
            length += room.Slice(length, FractionDigits).LastIndexOfAnyExcept((byte)'0') + 1;
        }

        output.Advance(opening.Length + length);
    }

    /// <summary>A time in UTC, as RFC 3339 has it, without zeros at the end of its second.</summary>
    public void Time(ReadOnlySpan<byte> opening, DateTimeOffset value)
    {
        Span<byte> room = Begin(opening, LongestNumber);
        room[0] = (byte)'"';
        Utf8Formatter.TryFormat(value.UtcDateTime, room[1..], out int length, new StandardFormat('O'));
        int end = 1 + EndOfSeconds;
        if (room[end..length].LastIndexOfAnyExcept((byte)'0') is > 0 and var last)
            end += last + 1;
        "Z\""u8.CopyTo(room[end..]);
        output.Advance(opening.Length + end + 2);
    }

    private Span<byte> Begin(ReadOnlySpan<byte> opening, int longest)
    {
        Span<byte> room = output.GetSpan(opening.Length + longest);
        opening.CopyTo(room);
        return room[opening.Length..];
    }
}
