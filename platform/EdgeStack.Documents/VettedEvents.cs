using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace EdgeStack.Documents;

/// <summary>
/// The events of a YAML text, each looked at before anything is built of it: aliases and keys that are not texts could make a structure
/// that contains itself or unfolds without end, and no manifest needs them; the loader that follows recurses.
/// </summary>
internal sealed class VettedEvents(string text) : IParser
{
    // A route document is five levels deep.
    private const int MaxDepth = 64;

    private readonly Parser _parser = new(new StringReader(text));
    private readonly Stack<(bool IsMapping, int Children)> _open = new();

    public ParsingEvent? Current => _parser.Current;

    /// <summary>Where the last event began.</summary>
    public Mark Last { get; private set; } = Mark.Empty;

    /// <summary>What may not stand in the text; <see cref="MoveNext"/> has thrown then.</summary>
    public YamlFault? Refused { get; private set; }

    /// <exception cref="YamlException">The text is not YAML, or <see cref="Refused"/>.</exception>
    public bool MoveNext()
    {
        if (!_parser.MoveNext())
            return false;
        ParsingEvent current = _parser.Current!;
        Last = current.Start;
        Refused = Judge(current);
        return Refused is null ? true : throw new YamlException(current.Start, current.End, Refused.Message);
    }

    private YamlFault? Judge(ParsingEvent current)
    {
        if (current is AnchorAlias alias)
            return new YamlFault(current.Start, $"the alias '*{alias.Value}' is not read here", "write out what it stands for");
        bool opens = current is MappingStart or SequenceStart;
        if ((opens || current is Scalar) && _open.TryPop(out (bool IsMapping, int Children) parent))
        {
            if (parent is { IsMapping: true } && parent.Children % 2 == 0 && opens)
                return new YamlFault(current.Start, "a key is a text, not a list or mapping");
            _open.Push((parent.IsMapping, parent.Children + 1));
        }

        if (opens)
            _open.Push((current is MappingStart, 0));
        else if (current is MappingEnd or SequenceEnd)
            _open.Pop();
        return _open.Count > MaxDepth ? new YamlFault(current.Start, $"is nested more than {MaxDepth} levels deep") : null;
    }
}
