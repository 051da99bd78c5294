using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace EdgeStack.Routes.Patterns;

/// <summary>Unicode's general categories by their short names, as sets of code points.</summary>
internal static class GeneralCategories
{
    // 'C' is missing on purpose: it holds the unassigned code points since Go 1.25 and did not before.
    private static readonly FrozenDictionary<string, UnicodeCategory[]> Members = new Dictionary<string, UnicodeCategory[]>(StringComparer.Ordinal)
    {
        ["Lu"] = [UnicodeCategory.UppercaseLetter],
        ["Ll"] = [UnicodeCategory.LowercaseLetter],
        ["Lt"] = [UnicodeCategory.TitlecaseLetter],
        ["Lm"] = [UnicodeCategory.ModifierLetter],
        ["Lo"] = [UnicodeCategory.OtherLetter],
        ["L"] =
        [
            UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter,
            UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter,
        ],
        ["Mn"] = [UnicodeCategory.NonSpacingMark],
        ["Mc"] = [UnicodeCategory.SpacingCombiningMark],
        ["Me"] = [UnicodeCategory.EnclosingMark],
        ["M"] = [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark],
        ["Nd"] = [UnicodeCategory.DecimalDigitNumber],
        ["Nl"] = [UnicodeCategory.LetterNumber],
        ["No"] = [UnicodeCategory.OtherNumber],
        ["N"] = [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber],
        ["Pc"] = [UnicodeCategory.ConnectorPunctuation],
        ["Pd"] = [UnicodeCategory.DashPunctuation],
        ["Ps"] = [UnicodeCategory.OpenPunctuation],
        ["Pe"] = [UnicodeCategory.ClosePunctuation],
        ["Pi"] = [UnicodeCategory.InitialQuotePunctuation],
        ["Pf"] = [UnicodeCategory.FinalQuotePunctuation],
        ["Po"] = [UnicodeCategory.OtherPunctuation],
        ["P"] =
        [
            UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation, UnicodeCategory.OpenPunctuation,
            UnicodeCategory.ClosePunctuation, UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation,
            UnicodeCategory.OtherPunctuation,
        ],
        ["Sm"] = [UnicodeCategory.MathSymbol],
        ["Sc"] = [UnicodeCategory.CurrencySymbol],
        ["Sk"] = [UnicodeCategory.ModifierSymbol],
        ["So"] = [UnicodeCategory.OtherSymbol],
        ["S"] = [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol, UnicodeCategory.OtherSymbol],
        ["Zs"] = [UnicodeCategory.SpaceSeparator],
        ["Zl"] = [UnicodeCategory.LineSeparator],
        ["Zp"] = [UnicodeCategory.ParagraphSeparator],
        ["Z"] = [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator],
        ["Cc"] = [UnicodeCategory.Control],
        ["Cf"] = [UnicodeCategory.Format],
        ["Co"] = [UnicodeCategory.PrivateUse],
        ["Cs"] = [UnicodeCategory.Surrogate],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Asking for every code point takes milliseconds; patterns are read again with every change of a route.
    private static readonly ConcurrentDictionary<string, RuneSet> Collected = new(StringComparer.Ordinal);

    /// <summary>The code points of a category, or null when there is none of this name.</summary>
    public static RuneSet? Find(string name) => Members.TryGetValue(name, out UnicodeCategory[]? members) ? Collected.GetOrAdd(name, _ => Collect(members)) : null;

    private static RuneSet Collect(UnicodeCategory[] members)
    {
        List<RuneRange> ranges = [];
        for (int rune = 0; rune <= RuneSet.MaxRune; rune++)
        {
            if (!members.Contains(CharUnicodeInfo.GetUnicodeCategory(rune)))
                continue;
            if (ranges.Count > 0 && ranges[^1].Last == rune - 1)
                ranges[^1] = ranges[^1] with { Last = rune };
            else
                ranges.Add(new RuneRange(rune, rune));
        }

        return RuneSet.Of(ranges);
    }
}
