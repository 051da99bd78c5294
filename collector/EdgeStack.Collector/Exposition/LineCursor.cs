using System.Buffers;
using System.Text;

namespace EdgeStack.Collector.Exposition;

/// <summary>Reads a line of an exposition from left to right. What does not fit ends the reading. Hot path: ExpositionReaderBenchmarks.</summary>
/// <param name="line">Without its end.</param>
/// <param name="isOpen">OpenMetrics has exactly one blank where the plain format has any number of blanks and tabs, and none elsewhere.</param>
internal ref struct LineCursor(ReadOnlySpan<byte> line, bool isOpen)
{
    private static readonly SearchValues<byte> LabelLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);
    private static readonly SearchValues<byte> NameLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:"u8);
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t"u8);
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);

    private ReadOnlySpan<byte> _rest = line;

    /// <summary>What was not read yet.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Passes blanks where there need not be any.</summary>
    public void PassBlanks()
    {
        if (isOpen)
            return;
        int length = _rest.IndexOfAnyExcept(Blanks);
        _rest = length < 0 ? [] : _rest[length..];
    }

    /// <summary>Passes what stands between two words.</summary>
    /// <param name="before">What follows, for the message.</param>
    public void PassBlank(string before)
    {
        if (_rest.IsEmpty || !(_rest[0] == ' ' || (!isOpen && _rest[0] == '\t')))
            throw new ExpositionException(_rest.IsEmpty ? $"{before} is missing" : $"a blank is missing before {before}, there is {ExpositionException.Quoted(_rest)}");
        _rest = _rest[1..];
        PassBlanks();
    }

    /// <summary>Passes what was looked at already.</summary>
    public void Skip(int length) => _rest = _rest[length..];

    /// <summary>Passes this, when it is there.</summary>
    public bool Pass(byte letter)
    {
        if (_rest.IsEmpty || _rest[0] != letter)
            return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>Reads the name of a family or sample.</summary>
    public ReadOnlySpan<byte> Name(ExpositionLimits limits) => Word(NameLetters, "a name", limits);

    /// <summary>Reads to the next blank.</summary>
    public ReadOnlySpan<byte> Word()
    {
        int length = _rest.IndexOfAny(Blanks);
        ReadOnlySpan<byte> word = length < 0 ? _rest : _rest[..length];
        _rest = _rest[word.Length..];
        return word;
    }

    /// <summary>Reads labels, when there are some, from brace to brace.</summary>
    public void Labels(List<KeyValuePair<string, string>> labels, ExpositionLimits limits)
    {
        if (!Pass((byte)'{'))
            return;
        PassBlanks();
        while (!Pass((byte)'}'))
        {
            string name = Encoding.ASCII.GetString(Word(LabelLetters, "a label's name", limits));
            if (name == "__name__" || labels.Exists(label => label.Key == name))
                throw new ExpositionException($"the label '{name}' stands twice");
            PassBlanks();
            if (!Pass((byte)'='))
                throw new ExpositionException($"'=' is missing behind the label '{name}'");
            PassBlanks();
            if (!Pass((byte)'"'))
                throw new ExpositionException($"the value of the label '{name}' does not begin with a quote");
            labels.Add(new KeyValuePair<string, string>(name, Value(name, limits)));
            if (labels.Count > limits.Labels)
                throw new ExpositionException($"a series has more than {limits.Labels} labels", isLimit: true);
            PassBlanks();
            bool more = Pass((byte)',');
            PassBlanks();
            if (_rest.IsEmpty || (!more && _rest[0] != '}'))
                throw new ExpositionException($"',' or '}}' is missing behind the label '{name}'");
            if (isOpen && more && _rest[0] == '}')
                throw new ExpositionException("a comma stands before '}'");
        }
    }

    /// <summary>How long the name and the labels are that the line begins with; 0 when they do not end.</summary>
    public static int SeriesLength(ReadOnlySpan<byte> line, int nameLength, bool isOpen)
    {
        int at = nameLength;
        while (!isOpen && at < line.Length && Blanks.Contains(line[at]))
            at++;
        if (at >= line.Length || line[at] != '{')
            return nameLength;
        bool quoted = false;
        for (at++; at < line.Length; at++)
        {
            switch (line[at])
            {
                case (byte)'"':
                    quoted = !quoted;
                    break;
                case (byte)'\\' when quoted:
                    at++;
                    break;
                case (byte)'}' when !quoted:
                    return at + 1;
            }
        }

        return 0;
    }

    /// <summary>The text that escapes stand for.</summary>
    public static string Unescape(ReadOnlySpan<byte> text, bool isOpen, bool isHelp)
    {
        if (!text.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(text);
        StringBuilder plain = new(text.Length);
        while (text.IndexOf((byte)'\\') is >= 0 and var at)
        {
            plain.Append(Encoding.UTF8.GetString(text[..at]));
            _ = (at + 1 < text.Length ? text[at + 1] : -1) switch
            {
                (byte)'\\' => plain.Append('\\'),
                (byte)'n' => plain.Append('\n'),
                (byte)'"' when isOpen || !isHelp => plain.Append('"'),
                -1 => throw new ExpositionException("a text ends with a backslash"),
                // Only OpenMetrics lets a backslash stand for itself.
                _ when isOpen => plain.Append('\\').Append(Encoding.UTF8.GetString(RuneAt(text[(at + 1)..]))),
                _ => throw new ExpositionException($"{ExpositionException.Quoted(text.Slice(at, 2))} is no escape"),
            };
            text = text[(at + 1 + RuneAt(text[(at + 1)..]).Length)..];
        }

        return plain.Append(Encoding.UTF8.GetString(text)).ToString();
    }

    private static ReadOnlySpan<byte> RuneAt(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out _, out int length);
        return text[..length];
    }

    // To behind the closing quote.
    private string Value(string label, ExpositionLimits limits)
    {
        for (int at = 0; _rest[at..].IndexOfAny(QuoteOrEscape) is >= 0 and var next;)
        {
            at += next;
            if (_rest[at] == '"')
            {
                ReadOnlySpan<byte> value = _rest[..at];
                if (value.Length > limits.ValueLength)
                    throw new ExpositionException($"the value of the label '{label}' is longer than {limits.ValueLength} bytes", isLimit: true);
                _rest = _rest[(at + 1)..];
                return Unescape(value, isOpen, isHelp: false);
            }

            at = Math.Min(at + 2, _rest.Length);
        }

        throw new ExpositionException($"the value of the label '{label}' does not end");
    }

    private ReadOnlySpan<byte> Word(SearchValues<byte> letters, string what, ExpositionLimits limits)
    {
        int length = _rest.IndexOfAnyExcept(letters);
        ReadOnlySpan<byte> word = length < 0 ? _rest : _rest[..length];
        if (word.IsEmpty || char.IsAsciiDigit((char)word[0]))
            throw new ExpositionException(_rest.IsEmpty ? $"{what} is missing" : $"{ExpositionException.Quoted(_rest)} does not begin with {what}");
        if (word.Length > limits.NameLength)
            throw new ExpositionException($"{what} is longer than {limits.NameLength} bytes", isLimit: true);
        _rest = _rest[word.Length..];
        return word;
    }
}
