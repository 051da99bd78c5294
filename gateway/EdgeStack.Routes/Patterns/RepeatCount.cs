using System.Runtime.InteropServices;

namespace EdgeStack.Routes.Patterns;

/// <summary>Reads <c>{2} {2,} {2,5}</c>. In any other form the brace is a literal: <c>{,5}</c>, <c>{01}</c>, <c>{</c>.</summary>
/// <param name="Min">At least so often.</param>
/// <param name="Max">At most so often; null without an upper limit.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RepeatCount(int Min, int? Max)
{
    public const int Limit = 1000;

    private const int TooLarge = int.MaxValue;

    /// <summary>What is wrong with the numbers, or null.</summary>
    public string? Fault => this switch
    {
        { Min: > Limit } or { Max: > Limit } => $"a repetition count is at most {Limit}",
        _ when Min > Max => "the repetition counts run backwards",
        _ => null,
    };

    /// <summary>The count, or null and nothing taken when the brace is a literal. The cursor stands on the brace.</summary>
    public static RepeatCount? Take(PatternCursor cursor)
    {
        int start = cursor.At;
        RepeatCount? count = cursor.Take('{') ? Inner(cursor) : null;
        if (count is not null && cursor.Take('}'))
            return count;
        cursor.At = start;
        return null;
    }

    private static RepeatCount? Inner(PatternCursor cursor)
    {
        if (Number(cursor) is not { } min)
            return null;
        if (!cursor.Take(','))
            return new RepeatCount(min, min);
        if (cursor.Peek() == '}')
            return new RepeatCount(min, null);
        return Number(cursor) is { } max ? new RepeatCount(min, max) : null;
    }

    private static int? Number(PatternCursor cursor)
    {
        int from = cursor.At;
        while (char.IsAsciiDigit(cursor.Peek()))
            cursor.At++;
        ReadOnlySpan<char> digits = cursor.Text.AsSpan(from, cursor.At - from);
        if (digits.IsEmpty || (digits.Length > 1 && digits[0] == '0'))
            return null;
        return digits.Length > 8 ? TooLarge : int.Parse(digits);
    }
}
