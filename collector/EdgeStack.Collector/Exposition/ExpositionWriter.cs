using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace EdgeStack.Collector.Exposition;

/// <summary>Writes families as text. Hot path: ExpositionWriterBenchmarks.</summary>
internal static class ExpositionWriter
{
    private const int LongestNumber = 32;

    /// <summary>Writes a family: what it is, then its samples. The families of one text must differ in their names.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="family">The family.</param>
    /// <param name="samples">Its samples, of one source after the other.</param>
    /// <param name="format">Of the text.</param>
    /// <param name="names">
    /// All families' names of the text. Beside a family <c>x</c> the counter <c>x_total</c> cannot be the family <c>x</c> of OpenMetrics as well, and is of no known type there.
    /// </param>
    public static void Write(IBufferWriter<byte> output, Family family, IReadOnlyList<FamilySamples> samples, ExpositionFormat format, IReadOnlySet<string>? names = null)
    {
        output.Write(format == ExpositionFormat.OpenMetrics ? family.Heads.Open(family.Heads.CounterName is { } name && names?.Contains(name) == true) : family.Heads.Plain);
        for (int i = 0; i < samples.Count; i++)
        {
            foreach (Sample sample in samples[i].Samples)
            {
                output.Write(sample.Series.Text);
                Write(output, sample.Value);
                output.Write("\n"u8);
            }
        }
    }

    /// <summary>Ends a text: OpenMetrics has a mark for it.</summary>
    public static void WriteEnd(IBufferWriter<byte> output, ExpositionFormat format)
    {
        if (format == ExpositionFormat.OpenMetrics)
            output.Write("# EOF\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, double value)
    {
        if (!double.IsFinite(value))
        {
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        // Whole numbers are most of them, and written as such they are read by everything.
        Span<byte> text = output.GetSpan(LongestNumber);
        const double LargestExact = 9007199254740992;
        if (value == Math.Truncate(value) && Math.Abs(value) <= LargestExact && Utf8Formatter.TryFormat((long)value, text, out int written))
            output.Advance(written);
        else if (value.TryFormat(text, out written, default, CultureInfo.InvariantCulture))
            output.Advance(written);
    }
}
