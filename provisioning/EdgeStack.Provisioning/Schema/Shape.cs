using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Schema;

/// <summary>What may stand somewhere in a document. Reading, the JSON Schema and the reference page are all made from shapes, so they cannot differ.</summary>
internal abstract record Shape
{
    private Shape()
    {
    }

    /// <summary>A text.</summary>
    /// <param name="What">What it is, for the message when it is something else: <c>an address</c>.</param>
    /// <param name="Pattern">A regular expression that it must match as a whole; null for any.</param>
    internal sealed record Text(string What, string? Pattern = null) : Shape;

    /// <summary>A whole number.</summary>
    internal sealed record Whole(int Least, int Most) : Shape;

    /// <summary>true or false.</summary>
    internal sealed record Flag : Shape;

    /// <summary>One of these words.</summary>
    internal sealed record Choice(ImmutableArray<string> Words) : Shape;

    /// <summary>A mapping with these keys and no others.</summary>
    /// <param name="What">What it describes: <c>a node</c>.</param>
    /// <param name="Fields">Its keys.</param>
    internal sealed record Mapping(string What, ImmutableArray<Field> Fields) : Shape;

    /// <summary>A list.</summary>
    internal sealed record List(Shape Item) : Shape;

    /// <summary>A list, or its only item without the list around it.</summary>
    internal sealed record OneOrMore(Shape Item) : Shape;

    /// <summary>A mapping from names of the user's own.</summary>
    internal sealed record Names(Shape Value) : Shape;

    /// <summary>Where a secret comes from: exactly one of these keys.</summary>
    internal sealed record Reference(ImmutableArray<Field> Ways) : Shape;

    /// <summary>Whatever the user writes: it is handed on.</summary>
    internal sealed record Anything : Shape;
}
