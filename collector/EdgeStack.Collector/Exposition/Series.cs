using System.Collections.Immutable;
using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>A name and its labels. Made once; what stands before its value in an exposition is kept as bytes.</summary>
internal sealed class Series
{
    private readonly byte[] _text;

    /// <param name="shape">Name and labels' names.</param>
    /// <param name="values">The labels' values, as many; an empty one is the same as no label.</param>
    /// <param name="constants">Labels that every series of this source has, unless it has a label of that name itself.</param>
    public Series(SeriesShape shape, ImmutableArray<string> values, ImmutableArray<KeyValuePair<string, string>> constants)
    {
        if (values.Length != shape.Labels.Length)
            throw new ArgumentException($"{shape.SampleName} has the labels {string.Join(", ", shape.Labels)}, and {values.Length} values were given", nameof(values));
        Shape = shape;
        Values = values;
        _text = Encoding.UTF8.GetBytes(TextOf(shape, values, constants));
    }

    public SeriesShape Shape { get; }

    public Family Family => Shape.Family;

    /// <summary>The values of <see cref="SeriesShape.Labels"/>.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>The value of a label; empty when there is none.</summary>
    public string Label(string name) => Shape.Labels.IndexOf(name) is var at and >= 0 ? Values[at] : "";

    /// <summary>Name, labels and a blank, as an exposition has them.</summary>
    public ReadOnlySpan<byte> Text => _text;

    public override string ToString() => Encoding.UTF8.GetString(_text).TrimEnd();

    private static string TextOf(SeriesShape shape, ImmutableArray<string> values, ImmutableArray<KeyValuePair<string, string>> constants)
    {
        StringBuilder text = new(shape.SampleName);
        char separator = '{';
        for (int i = 0; i < values.Length; i++)
            Append(shape.Labels[i], values[i]);
        foreach ((string name, string value) in constants)
        {
            if (!shape.Labels.Contains(name))
                Append(name, value);
        }

        return text.Append(separator == '{' ? " " : "} ").ToString();

        void Append(string name, string value)
        {
            if (value.Length == 0)
                return;
            text.Append(separator).Append(name).Append("=\"");
            LabelValue.Append(text, value);
            text.Append('"');
            separator = ',';
        }
    }
}
