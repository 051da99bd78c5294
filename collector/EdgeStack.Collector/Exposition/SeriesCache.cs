using System.Collections.Immutable;

namespace EdgeStack.Collector.Exposition;

/// <summary>
/// Families, shapes and series of one target. Finding a series that was there before reads none of its labels and allocates nothing, and it stays the same object, which is
/// what <see cref="SampleWriter"/> knows series by. What a target does not expose any more is forgotten.
/// </summary>
internal sealed class SeriesCache(ExpositionLimits limits)
{
    // Less is not worth a walk.
    private const int Spare = 64, SpareBytes = 64 * 1024;

    private readonly Dictionary<(string Name, FamilyKind Kind, string Help), KnownFamily> _families = [];
    private readonly Dictionary<(Family Family, string Part, string Labels), SeriesShape> _shapes = [];
    private readonly Dictionary<byte[], KnownSeries> _series = new(new BytesComparer());
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private long _reading;
    private int _read;

    // Lengths of the texts by which families and series are found: of all, and of those that this reading had. What is made of them takes some times as much.
    private long _bytes, _bytesRead;

    public void Begin()
    {
        _reading++;
        _read = 0;
        _bytesRead = 0;
    }

    public Family Family(string name, FamilyKind kind, string help)
    {
        int length = name.Length + help.Length;
        if (!_families.TryGetValue((name, kind, help), out KnownFamily? known))
        {
            _families[(name, kind, help)] = known = new KnownFamily(Exposition.Family.Of(name, kind, help));
            _bytes += length;
        }

        if (known.Reading != _reading)
            _bytesRead += length;
        known.Reading = _reading;
        return known.Family;
    }

    /// <summary>The series that the line begins with; it is passed.</summary>
    /// <param name="line">Begins with the name, whose length is given.</param>
    /// <param name="nameLength">Of the name.</param>
    /// <param name="part">What the samples with that name are.</param>
    /// <param name="isOpen">Whether the text is OpenMetrics.</param>
    /// <exception cref="ExpositionException">The labels are wrong, or the series was there already.</exception>
    public KnownSeries Pass(ref LineCursor line, int nameLength, FamilyPart part, bool isOpen)
    {
        ReadOnlySpan<byte> text = line.Rest;
        int length = LineCursor.SeriesLength(text, nameLength, isOpen);
        Dictionary<byte[], KnownSeries>.AlternateLookup<ReadOnlySpan<byte>> byText = _series.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (length > 0 && byText.TryGetValue(text[..length], out byte[]? key, out KnownSeries? known) && known.Series.Family == part.Family && known.BoundLabel == part.BoundLabel)
        {
            line.Skip(length);
        }
        else
        {
            _labels.Clear();
            line.Skip(nameLength);
            if (length != nameLength)
            {
                line.PassBlanks();
                line.Labels(_labels, limits);
            }

            known = Known(Read(part), part);
            key = Keep(text[..length], known);
        }

        if (known.Reading == _reading)
            throw new ExpositionException($"{known.Series} stands twice");
        known.Reading = _reading;
        known.Key = key;
        _read++;
        // Texts of the same length are nearly always one and the same.
        _bytesRead += key.Length == known.OwnLength ? key.Length : key.Length + known.OwnLength;
        return known;
    }

    /// <summary>Forgets what was not in this reading, when it is much: many series, or few that are long.</summary>
    public void End()
    {
        // The texts of a series can be two: as the target writes it, and as we do.
        bool isFew = _series.Count <= (4 * _read) + Spare && _families.Count <= (2 * _read) + Spare;
        if (isFew && _bytes - _bytesRead <= (_bytesRead / 2) + SpareBytes)
            return;
        HashSet<SeriesShape> shapes = [];
        foreach ((byte[] text, KnownSeries known) in _series)
        {
            if (known.Reading == _reading && known.IsFoundBy(text))
            {
                shapes.Add(known.Series.Shape);
            }
            else
            {
                _series.Remove(text);
                _bytes -= text.Length;
            }
        }

        HashSet<Family> families = [.. shapes.Select(shape => shape.Family)];
        foreach (var (key, shape) in _shapes)
        {
            if (!shapes.Contains(shape))
                _shapes.Remove(key);
        }

        foreach (var (key, known) in _families)
        {
            if (families.Contains(known.Family))
                continue;
            _families.Remove(key);
            _bytes -= key.Name.Length + key.Help.Length;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _series.Clear();
        _shapes.Clear();
        _families.Clear();
        _bytes = 0;
    }

    // By name, so that a series is the same one in whatever order its labels stand.
    private KnownSeries Read(FamilyPart part)
    {
        _labels.RemoveAll(label => label.Value.Length == 0);
        _labels.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        (Family, string, string) key = (part.Family, part.Name, string.Join(',', _labels.Select(label => label.Key)));
        if (!_shapes.TryGetValue(key, out SeriesShape? shape))
            _shapes[key] = shape = part.Family.Shape(part.Name, [.. _labels.Select(label => label.Key)]);
        ImmutableArray<string> values = [.. _labels.Select(label => label.Value)];
        return new KnownSeries(new Series(shape, values, []), part.BoundLabel, part.HasGroups ? Group(part.BoundLabel) : "", Bound(part));
    }

    private KnownSeries Known(KnownSeries read, FamilyPart part)
    {
        ReadOnlySpan<byte> text = read.Series.Text[..^1];
        Dictionary<byte[], KnownSeries>.AlternateLookup<ReadOnlySpan<byte>> byText = _series.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (byText.TryGetValue(text, out KnownSeries? known) && known.Series.Shape == read.Series.Shape && known.BoundLabel == part.BoundLabel)
            return known;
        Keep(text, read);
        return read;
    }

    // Returns the text as it is kept: the one that was there before, when there was one.
    private byte[] Keep(ReadOnlySpan<byte> text, KnownSeries known)
    {
        Dictionary<byte[], KnownSeries>.AlternateLookup<ReadOnlySpan<byte>> byText = _series.GetAlternateLookup<ReadOnlySpan<byte>>();
        int before = _series.Count;
        byText[text] = known;
        if (_series.Count > before)
            _bytes += text.Length;
        return byText.TryGetValue(text, out byte[]? key, out _) ? key : throw new InvalidOperationException("what was just kept is not there");
    }

    private string Group(string? bound) => string.Join('\0', _labels.Where(label => label.Key != bound).Select(label => $"{label.Key}\0{label.Value}"));

    private double Bound(FamilyPart part)
    {
        if (part.BoundLabel is not { } name)
            return double.NaN;
        string? text = _labels.Find(label => label.Key == name).Value;
        double? bound = text is null ? null : ExpositionNumber.Read(System.Text.Encoding.UTF8.GetBytes(text));
        return bound is { } number && !double.IsNaN(number) ? number : throw new ExpositionException(text is null ? $"the label '{name}' is missing" : $"the label '{name}' is no number");
    }

    private sealed class KnownFamily(Family family)
    {
        public Family Family => family;

        /// <summary>The number of the reading that it was last in.</summary>
        public long Reading { get; set; }
    }
}
