using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>Writes families as text. Hot path: ExpositionWriterBenchmarks.</summary>
internal static class ExpositionWriter
{
    private const int LongestNumber = 32;
    private const string Total = "_total";

    /// <summary>Writes a family: what it is, then its samples. The families of one text must differ in their names.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="family">The family.</param>
    /// <param name="samples">Its samples, of one source after the other.</param>
    /// <param name="format">Of the text.</param>
    /// <param name="names">
    /// All families' names of the text. Beside a family <c>x</c> the counter <c>x_total</c> cannot be the family <c>x</c> of OpenMetrics as well, and is of no known type there.
    /// </param>
    public static void Write(IBufferWriter<byte> output, Family family, IEnumerable<FamilySamples> samples, ExpositionFormat format, IReadOnlySet<string>? names = null)
    {
        WriteHead(output, family, format, names);
        foreach (FamilySamples part in samples)
        {
            foreach (Sample sample in part.Samples)
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

    /// <summary>
    /// In OpenMetrics a counter's samples end with <c>_total</c> and its family does not; counters that are not named so are of no type that is known, for their samples
    /// keep the names that dashboards ask for.
    /// </summary>
    private static void WriteHead(IBufferWriter<byte> output, Family family, ExpositionFormat format, IReadOnlySet<string>? names)
    {
        bool open = format == ExpositionFormat.OpenMetrics, isTotal = open && IsTotal(family, names);
        string name = isTotal ? family.Name[..^Total.Length] : family.Name;
        string type = family.Kind switch
        {
            FamilyKind.Counter => open && !isTotal ? "unknown" : "counter",
            FamilyKind.Gauge => "gauge",
            FamilyKind.Histogram => "histogram",
            FamilyKind.Summary => "summary",
            _ => open ? "unknown" : "untyped",
        };
        string help = family.Help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        if (open)
            help = help.Replace("\"", "\\\"", StringComparison.Ordinal);
        if (help.Length > 0)
            Encoding.UTF8.GetBytes($"# HELP {name} {help}\n", output);
        Encoding.UTF8.GetBytes($"# TYPE {name} {type}\n", output);
    }

    private static bool IsTotal(Family family, IReadOnlySet<string>? names) => family.Kind == FamilyKind.Counter
        && family.Name.Length > Total.Length && family.Name.EndsWith(Total, StringComparison.Ordinal) && names?.Contains(family.Name[..^Total.Length]) != true;

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
