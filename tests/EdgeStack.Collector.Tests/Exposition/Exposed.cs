using System.Buffers;
using System.Text;
using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

/// <summary>Texts that are read and written in the tests.</summary>
internal static class Exposed
{
    public static ExpositionReading Read(string text, ExpositionFormat format = ExpositionFormat.PlainText, ExpositionLimits? limits = null) =>
        new ExpositionReader(limits ?? new ExpositionLimits()).Read(Encoding.UTF8.GetBytes(text), format);

    /// <summary>What is wrong with the text, as <c>line: why</c>.</summary>
    public static string Refusal(string text, ExpositionFormat format) => Read(text, format) switch
    {
        ExpositionReading.Malformed malformed => $"{malformed.Line}: {malformed.Why}",
        ExpositionReading.Limited limited => $"limit {limited.Line}: {limited.Why}",
        ExpositionReading.Whole whole => "nothing; it reads\n" + Text(whole.Families, ExpositionFormat.PlainText),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The families of a text that is right.</summary>
    public static IReadOnlyList<FamilySamples> Families(string text, ExpositionFormat format = ExpositionFormat.PlainText)
    {
        ExpositionReading reading = Read(text, format);
        return reading is ExpositionReading.Whole whole ? whole.Families : throw new InvalidOperationException($"{reading} in\n{text}");
    }

    /// <summary>As our own pages would show them.</summary>
    public static string Text(IEnumerable<FamilySamples> families, ExpositionFormat format)
    {
        ArrayBufferWriter<byte> text = new();
        IReadOnlyList<FamilySamples> all = [.. families];
        HashSet<string> names = [.. all.Select(family => family.Family.Name)];
        foreach (FamilySamples family in all)
            ExpositionWriter.Write(text, family.Family, [family], format, names);
        ExpositionWriter.WriteEnd(text, format);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
