using System.Buffers;
using System.Text;
using System.Text.Unicode;
using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Rules;

/// <summary>A question about one value.</summary>
public abstract record ValueTest
{
    public abstract bool Holds(ReadOnlySpan<char> value);

    /// <summary>The same question about a line of a header as servers read it, a character for each byte.</summary>
    public abstract bool HoldsForBytes(ReadOnlySpan<char> line);

    /// <summary>The condition as the rule language writes it, for example <c>Header(`x-test`, `one`)</c>.</summary>
    internal abstract string Written(string condition, string key);

    /// <summary>The value is this text.</summary>
    public sealed record EqualTo(string Text) : ValueTest
    {
        // The text's bytes, which are UTF-8 in the file that it stands in.
        private readonly string _bytes = Ascii.IsValid(Text) ? Text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Text));

        public override bool Holds(ReadOnlySpan<char> value) => value.SequenceEqual(Text);

        public override bool HoldsForBytes(ReadOnlySpan<char> line) => line.SequenceEqual(_bytes);

        internal override string Written(string condition, string key) => $"{condition}({RuleLiteral.Of(key)}, {RuleLiteral.Of(Text)})";
    }

    /// <summary>The pattern is found in the value. Compared by the text that was written, since two compilations of it mean the same.</summary>
    public sealed record Like(string Pattern, GoRegex Regex) : ValueTest
    {
        public override bool Holds(ReadOnlySpan<char> value) => Regex.IsMatch(value);

        public override bool HoldsForBytes(ReadOnlySpan<char> line) => Ascii.IsValid(line) ? Holds(line) : HoldsForDecoded(line);

        internal override string Written(string condition, string key) => $"{condition}Regexp({RuleLiteral.Of(key)}, {RuleLiteral.Of(Pattern)})";

        // Bytes that are not UTF-8 are taken for Latin-1, the only other encoding that was ever usual in headers.
        private bool HoldsForDecoded(ReadOnlySpan<char> line)
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent(line.Length);
            char[] text = ArrayPool<char>.Shared.Rent(line.Length);
            try
            {
                int count = Encoding.Latin1.GetBytes(line, bytes);
                return Utf8.IsValid(bytes.AsSpan(0, count)) ? Holds(text.AsSpan(0, Encoding.UTF8.GetChars(bytes.AsSpan(0, count), text))) : Holds(line);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
                ArrayPool<char>.Shared.Return(text);
            }
        }

        public bool Equals(Like? other) => other?.Pattern == Pattern;

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Pattern);
    }
}
