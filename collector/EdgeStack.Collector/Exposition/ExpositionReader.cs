using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace EdgeStack.Collector.Exposition;

/// <summary>
/// Reads what a target exposes, again and again: all of it or nothing. Times at samples, exemplars, units and <c>_created</c> are checked and dropped. One reader belongs to
/// one target and reads one text at a time. Hot path: ExpositionReaderBenchmarks.
/// </summary>
internal sealed class ExpositionReader(ExpositionLimits limits)
{
    private readonly SeriesCache _cache = new(limits);
    private readonly Dictionary<Family, List<Sample>> _samples = [];
    private readonly List<Family> _inOrder = [];
    private readonly HashSet<string> _names = [];
    private readonly List<KeyValuePair<string, string>> _exemplar = [];
    private ExpositionFormat _format;
    private OpenFamily? _family;
    private OpenMetricsRules? _rules;
    private int _count, _families;

    public ExpositionReader() : this(new ExpositionLimits())
    {
    }

    private bool IsOpen => _format == ExpositionFormat.OpenMetrics;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole text, UTF-8.</param>
    /// <param name="format">As its content type says.</param>
    public ExpositionReading Read(ReadOnlySpan<byte> text, ExpositionFormat format)
    {
        // What a backslash means is not the same in both.
        if (format != _format)
            _cache.Clear();
        _format = format;
        _cache.Begin();
        int line = 0;
        try
        {
            if (text.Length > limits.Bytes)
                throw new ExpositionException($"the text is longer than {limits.Bytes} bytes", isLimit: true);
            bool ended = false;
            bool isText = Utf8.IsValid(text);
            while (!text.IsEmpty)
            {
                line++;
                int end = text.IndexOf((byte)'\n');
                ReadOnlySpan<byte> content = end < 0 ? text : text[..end];
                if (!isText && !Utf8.IsValid(content))
                    throw new ExpositionException("the line is not UTF-8");
                text = end < 0 ? [] : text[(end + 1)..];
                ended = IsOpen && content.SequenceEqual("# EOF"u8);
                if (ended && !text.IsEmpty)
                    throw new ExpositionException("the text goes on behind its end");
                if (end < 0 && !ended)
                    throw new ExpositionException("the text ends in the middle of a line");
                if (!ended)
                    ReadLine(content);
            }

            if (IsOpen && !ended)
                throw new ExpositionException("the text has no end: '# EOF' is missing");
            Close();
            _cache.End();
            return new ExpositionReading.Whole([.. _inOrder.Select(family => new FamilySamples(family, [.. _samples[family]]))]);
        }
        catch (ExpositionException fault)
        {
            // Whatever it was, the next text is read as the first one.
            _cache.Clear();
            return fault.IsLimit ? new ExpositionReading.Limited(Math.Max(line, 1), fault.Message) : new ExpositionReading.Malformed(Math.Max(line, 1), fault.Message);
        }
        finally
        {
            Forget();
        }
    }

    private void ReadLine(ReadOnlySpan<byte> content)
    {
        LineCursor line = new(content, IsOpen);
        line.PassBlanks();
        if (line.Rest.IsEmpty)
        {
            if (IsOpen)
                throw new ExpositionException("the line is empty");
        }
        else if (line.Pass((byte)'#'))
        {
            ReadAbout(line);
        }
        else
        {
            ReadSample(line);
        }
    }

    private void ReadAbout(LineCursor line)
    {
        if (IsOpen)
            line.PassBlank("HELP, TYPE or UNIT");
        line.PassBlanks();
        ReadOnlySpan<byte> keyword = line.Word();
        bool isHelp = keyword.SequenceEqual("HELP"u8), isType = keyword.SequenceEqual("TYPE"u8), isUnit = IsOpen && keyword.SequenceEqual("UNIT"u8);
        if (!isHelp && !isType && !isUnit)
        {
            if (IsOpen)
                throw new ExpositionException($"{ExpositionException.Quoted(keyword)} is none of HELP, TYPE and UNIT");
            return;
        }

        line.PassBlank("a name");
        OpenFamily family = Named(line.Name(limits));
        if (family.IsSealed)
            throw new ExpositionException($"something is said of '{family.Name}' behind its first sample");

        // Without a text there need not be a blank, in the plain format.
        if (IsOpen || !line.Rest.IsEmpty)
            line.PassBlank(isType ? "a type" : "a text");
        ReadOnlySpan<byte> text = line.Rest;
        if (text.Length > limits.ValueLength)
            throw new ExpositionException($"what is said of '{family.Name}' is longer than {limits.ValueLength} bytes", isLimit: true);
        if (isHelp)
            family.Describe(LineCursor.Unescape(text, IsOpen, isHelp: true));
        else if (isUnit)
            family.Measure(Unit(text));
        else
            family.Declare(FamilyGrammar.TypeOf(IsOpen ? text : text.TrimEnd(" \t"u8), _format) ?? throw new ExpositionException($"{ExpositionException.Quoted(text)} is no type of this format"));
    }

    private static string Unit(ReadOnlySpan<byte> text)
    {
        string unit = Encoding.UTF8.GetString(text);
        return unit.Length == 0 || MetricName.IsFamily("_" + unit) ? unit : throw new ExpositionException($"{ExpositionException.Quoted(text)} is no unit");
    }

    private void ReadSample(LineCursor line)
    {
        LineCursor ahead = line;
        ReadOnlySpan<byte> name = ahead.Name(limits);
        FamilyPart part = PartOf(name);
        KnownSeries known = _cache.Pass(ref line, name.Length, part, IsOpen);
        line.PassBlank("a value");
        ReadOnlySpan<byte> word = line.Word();
        double value = ExpositionNumber.Read(word) ?? throw new ExpositionException($"{ExpositionException.Quoted(word)} is no number");
        ReadRest(ref line, part);
        _rules?.Add(part, known, value);
        if (++_count > limits.Samples)
            throw new ExpositionException($"there are more than {limits.Samples} samples", isLimit: true);
        if (part.IsKept)
            Add(part.Family, new Sample(known.Series, value));
    }

    private void ReadRest(ref LineCursor line, FamilyPart part)
    {
        line.PassBlanks();
        if (line.Rest.IsEmpty)
            return;
        if (IsOpen)
            line.PassBlank("a time");
        if (!(IsOpen && line.Rest.StartsWith("# "u8)))
        {
            ReadTime(ref line);
            line.PassBlanks();
            if (line.Rest.IsEmpty)
                return;
            if (IsOpen)
                line.PassBlank("an exemplar");
        }

        if (!IsOpen || !line.Pass((byte)'#'))
            throw new ExpositionException($"{ExpositionException.Quoted(line.Rest)} stands behind the sample");
        ReadExemplar(ref line, part);
    }

    private void ReadTime(ref LineCursor line)
    {
        ReadOnlySpan<byte> word = line.Word();
        if (IsOpen ? ExpositionNumber.ReadFinite(word) is null : !long.TryParse(word, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _))
            throw new ExpositionException($"{ExpositionException.Quoted(word)} is no time");
    }

    private void ReadExemplar(ref LineCursor line, FamilyPart part)
    {
        const int MostLetters = 128;
        if (!(_family!.Type == DeclaredType.Counter && part.IsKept) && part.Suffix != FamilyGrammar.Bucket)
            throw new ExpositionException("only a counter or a bucket can have an exemplar");
        line.PassBlank("the labels of an exemplar");
        if (!line.Rest.StartsWith("{"u8))
            throw new ExpositionException("an exemplar does not begin with its labels");
        _exemplar.Clear();
        line.Labels(_exemplar, limits);
        if (_exemplar.Sum(label => Letters(label.Key) + Letters(label.Value)) > MostLetters)
            throw new ExpositionException($"the labels of an exemplar have more than {MostLetters} letters");
        line.PassBlank("the value of an exemplar");
        ReadOnlySpan<byte> word = line.Word();
        if (ExpositionNumber.Read(word) is null)
            throw new ExpositionException($"{ExpositionException.Quoted(word)} is no number");
        if (line.Rest.IsEmpty)
            return;
        line.PassBlank("a time");
        ReadTime(ref line);
        if (!line.Rest.IsEmpty)
            throw new ExpositionException($"{ExpositionException.Quoted(line.Rest)} stands behind the exemplar");
    }

    private static int Letters(string text) => text.EnumerateRunes().Count();

    private FamilyPart PartOf(ReadOnlySpan<byte> name)
    {
        if (_family is not null)
        {
            Seal();
            if (_family.Part(name, _cache) is { } part)
                return part;
        }

        Open(name);
        Seal();
        return _family!.Part(name, _cache)!;
    }

    private OpenFamily Named(ReadOnlySpan<byte> name)
    {
        if (_family is null || !_family.IsNamed(name))
            Open(name);
        return _family!;
    }

    private void Open(ReadOnlySpan<byte> name)
    {
        Close();
        _family = new OpenFamily(Encoding.ASCII.GetString(name), _format);
        if (_names.Contains(_family.Name))
            throw new ExpositionException($"'{_family.Name}' was there already: the lines of a family must stand together, and no two families may have samples of one name");
        if (++_families > limits.Samples)
            throw new ExpositionException($"there are more than {limits.Samples} families", isLimit: true);
    }

    private void Seal()
    {
        if (_family!.IsSealed)
            return;
        _family.Seal();
        foreach (string name in _family.Names)
        {
            if (!_names.Add(name))
                throw new ExpositionException($"'{_family.Name}' has samples named '{name}', and so has another family");
        }

        _rules = IsOpen ? new OpenMetricsRules(_family) : null;
    }

    private void Close()
    {
        if (_family is null)
            return;
        Seal();
        _rules?.End();
        _family = null;
    }

    private void Add(Family family, Sample sample)
    {
        if (!_samples.TryGetValue(family, out List<Sample>? samples))
        {
            _samples[family] = samples = [];
            _inOrder.Add(family);
        }

        samples.Add(sample);
    }

    // Lists of another text would be as long as its longest family.
    private void Forget()
    {
        _samples.Clear();
        _inOrder.Clear();
        _names.Clear();
        _family = null;
        _rules = null;
        _count = _families = 0;
    }
}
