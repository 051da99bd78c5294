namespace EdgeStack.Collector.Exposition;

/// <summary>Ends the reading of a text. It never leaves <see cref="ExpositionReader"/>.</summary>
/// <param name="why">What is wrong, without the line.</param>
/// <param name="isLimit">Whether it is only too much.</param>
internal sealed class ExpositionException(string why, bool isLimit = false) : Exception(why)
{
    public bool IsLimit => isLimit;

    /// <summary>What was read instead, short enough for a message.</summary>
    public static string Quoted(ReadOnlySpan<byte> text)
    {
        const int Longest = 40;
        string start = System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, Longest)]);
        return "'" + string.Concat(start.Select(letter => char.IsControl(letter) ? '?' : letter)) + (text.Length > Longest ? "…'" : "'");
    }
}
