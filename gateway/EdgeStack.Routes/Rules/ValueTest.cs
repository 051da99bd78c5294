using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Rules;

/// <summary>A question about one value.</summary>
public abstract record ValueTest
{
    public abstract bool Holds(ReadOnlySpan<char> value);

    /// <summary>The condition as the rule language writes it, for example <c>Header(`x-test`, `one`)</c>.</summary>
    internal abstract string Written(string condition, string key);

    /// <summary>The value is this text.</summary>
    public sealed record EqualTo(string Text) : ValueTest
    {
        public override bool Holds(ReadOnlySpan<char> value) => value.SequenceEqual(Text);

        internal override string Written(string condition, string key) => $"{condition}({RuleLiteral.Of(key)}, {RuleLiteral.Of(Text)})";
    }

    /// <summary>The pattern is found in the value. Compared by the text that was written, since two compilations of it mean the same.</summary>
    public sealed record Like(string Pattern, GoRegex Regex) : ValueTest
    {
        public override bool Holds(ReadOnlySpan<char> value) => Regex.IsMatch(value);

        internal override string Written(string condition, string key) => $"{condition}Regexp({RuleLiteral.Of(key)}, {RuleLiteral.Of(Pattern)})";

        public bool Equals(Like? other) => other?.Pattern == Pattern;

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Pattern);
    }
}
