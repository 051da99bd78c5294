using System.Buffers;

namespace EdgeStack.Collector.Exposition;

/// <summary>What families and labels may be called.</summary>
internal static class MetricName
{
    private static readonly SearchValues<char> LabelLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:");

    /// <summary>Whether it can be a family's name: letters, digits, <c>_</c> and <c>:</c>, no digit first.</summary>
    public static bool IsFamily(ReadOnlySpan<char> name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.ContainsAnyExcept(Letters);

    /// <summary>Whether it can be a label's name: letters, digits and <c>_</c>, no digit first.</summary>
    public static bool IsLabel(ReadOnlySpan<char> name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.ContainsAnyExcept(LabelLetters);

    /// <summary>The text with <c>_</c> for every letter that a label's name cannot have, and for a digit at its beginning.</summary>
    public static string Clean(ReadOnlySpan<char> text)
    {
        char[] name = text.ToArray();
        for (int i = 0; i < name.Length; i++)
        {
            if (!LabelLetters.Contains(name[i]) || (i == 0 && char.IsAsciiDigit(name[i])))
                name[i] = '_';
        }

        return new string(name);
    }
}
