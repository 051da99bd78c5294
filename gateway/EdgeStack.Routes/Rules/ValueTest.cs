using System.Text.RegularExpressions;

namespace EdgeStack.Routes.Rules;

/// <summary>A question about one value.</summary>
public abstract record ValueTest
{
    public abstract bool Holds(ReadOnlySpan<char> value);

    /// <summary>The value is this text.</summary>
    public sealed record EqualTo(string Text) : ValueTest
    {
        public override bool Holds(ReadOnlySpan<char> value) => value.SequenceEqual(Text);
    }

    /// <summary>The pattern is found in the value. Compared by the text that was written, since two compilations of it mean the same.</summary>
    public sealed record Like(string Pattern, Regex Regex) : ValueTest
    {
        public override bool Holds(ReadOnlySpan<char> value) => Regex.IsMatch(value);

        public bool Equals(Like? other) => other?.Pattern == Pattern;

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Pattern);
    }
}
