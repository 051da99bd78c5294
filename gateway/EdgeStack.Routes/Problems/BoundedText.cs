namespace EdgeStack.Routes.Problems;

/// <summary>Keeps a sentence short that quotes what a person wrote: a name may be a million letters long.</summary>
internal static class BoundedText
{
    /// <summary>Most characters between two blanks, and most of all.</summary>
    public const int LongestWord = 128, Longest = 2048;

    // Of what is left out the end is shown: there stands the quote, and what is wrong.
    private const int EndOfWord = 4, End = 512;

    public static string Of(string text)
    {
        if (text.Length <= LongestWord)
            return text;
        string bounded = string.Join(' ', text.Split(' ').Select(word => Cut(word, LongestWord, EndOfWord)));
        return Cut(bounded, Longest, End);
    }

    private static string Cut(string text, int longest, int end)
    {
        if (text.Length <= longest)
            return text;
        int first = longest - end - 1, last = text.Length - end;
        // No half of a character on either side.
        if (char.IsHighSurrogate(text[first - 1]))
            first--;
        if (char.IsLowSurrogate(text[last]))
            last++;
        return $"{text.AsSpan(0, first)}…{text.AsSpan(last)}";
    }
}
