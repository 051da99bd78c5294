using System.Text;

namespace EdgeStack.Routes.Patterns;

/// <summary>Writes a tree as a .NET pattern that needs no options. Recursion is as deep as the tree, which the parser bounds.</summary>
internal sealed class PatternWriter
{
    // .NET 10's automaton with more than 255 classes of characters takes a line feed at the very end of the text for none of them, unless the
    // pattern has a place at a line. n ranges make at most 2n + 1 classes. 'Nothing, or the end of a line' changes no answer.
    private const int SafeRanges = 100;

    // \pL is some 8,000 characters and costs .NET a fifth of a second on a desktop; without a limit, thousands of them in a row cost seconds
    // and a gigabyte before its own limit speaks.
    private const int MaxText = 65_536;

    private const string LinePlace = "(?:|(?m:$))";

    private readonly StringBuilder _text = new();
    private readonly RuneSetWriter _sets = new();

    private PatternWriter()
    {
    }

    /// <summary>The pattern, or null when it would be too long.</summary>
    public static string? Write(PatternNode root)
    {
        PatternWriter writer = new();
        writer.Append(root);
        if (writer._text.Length > MaxText)
            return null;
        return writer._sets.DistinctRanges <= SafeRanges ? writer._text.ToString() : $"(?:{writer._text}){LinePlace}";
    }

    private void Append(PatternNode node)
    {
        if (_text.Length > MaxText)
            return;
        switch (node)
        {
            case PatternNode.Runes runes:
                _sets.Append(_text, runes.Set);
                break;
            case PatternNode.Place place:
                _text.Append(Written(place.Kind));
                break;
            case PatternNode.Sequence sequence:
                foreach (PatternNode part in sequence.Parts)
                    AppendGrouped(part, part is PatternNode.Choice);
                break;
            case PatternNode.Choice choice:
                for (int i = 0; i < choice.Parts.Length; i++)
                {
                    if (i > 0)
                        _text.Append('|');
                    Append(choice.Parts[i]);
                }

                break;
            case PatternNode.Repeat repeat:
                AppendGrouped(repeat.Part, repeat.Part is not PatternNode.Runes);
                _text.Append(Written(repeat));
                break;
        }
    }

    private void AppendGrouped(PatternNode node, bool grouped)
    {
        if (grouped)
            _text.Append("(?:");
        Append(node);
        if (grouped)
            _text.Append(')');
    }

    private static string Written(PlaceKind kind) => kind switch
    {
        PlaceKind.TextStart => @"\A",
        PlaceKind.TextEnd => @"\z",
        PlaceKind.LineStart => "(?m:^)",
        _ => "(?m:$)",
    };

    private static string Written(PatternNode.Repeat repeat) => repeat switch
    {
        { Min: 0, Max: null } => "*",
        { Min: 1, Max: null } => "+",
        { Min: 0, Max: 1 } => "?",
        { Max: null } => $"{{{repeat.Min},}}",
        _ when repeat.Min == repeat.Max => $"{{{repeat.Min}}}",
        _ => $"{{{repeat.Min},{repeat.Max}}}",
    };
}
