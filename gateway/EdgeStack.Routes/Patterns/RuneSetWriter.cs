using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace EdgeStack.Routes.Patterns;

/// <summary>
/// Writes a set of code points as one unit of a .NET pattern. .NET matches UTF-16 units, so a code point above U+FFFF is written as its two
/// halves; in well-formed text, and there alone, every answer is then Go's.
/// </summary>
internal sealed class RuneSetWriter
{
    private static readonly RuneRange Astral = new(0x10000, RuneSet.MaxRune);
    private static readonly RuneRange HighHalf = new(0xD800, 0xDBFF);
    private static readonly RuneRange LowHalf = new(0xDC00, 0xDFFF);

    private readonly HashSet<RuneRange> _ranges = [];

    /// <summary>How many different ranges of UTF-16 units were written so far.</summary>
    public int DistinctRanges => _ranges.Count;

    public void Append(StringBuilder text, RuneSet set)
    {
        // A lone half is no code point: Go never sees one.
        ImmutableArray<RuneRange> plain = [.. set.Between(0, HighHalf.First - 1), .. set.Between(LowHalf.Last + 1, 0xFFFF)];
        ImmutableArray<RuneRange> astral = set.Between(Astral.First, Astral.Last);
        if (astral.IsEmpty)
        {
            AppendUnits(text, plain);
            return;
        }

        text.Append("(?:");
        if (astral[0] == Astral)
        {
            // Half the automaton of the general form: where a high half stands, a low one follows. A search that begins between the two
            // halves finds nothing that it would not find one unit earlier, because every such set has all code points above U+FFFF.
            AppendUnits(text, [HighHalf]);
            text.Append('?');
            AppendUnits(text, [.. plain, LowHalf]);
        }
        else
        {
            AppendPairs(text, plain, astral);
        }

        text.Append(')');
    }

    private void AppendPairs(StringBuilder text, ImmutableArray<RuneRange> plain, ImmutableArray<RuneRange> astral)
    {
        if (!plain.IsEmpty)
        {
            AppendUnits(text, plain);
            text.Append('|');
        }

        // High halves with the same low halves share one alternative.
        IEnumerable<string> alternatives = LowHalvesByHigh(astral)
            .GroupBy(high => Units(high.Value), high => new RuneRange(high.Key, high.Key), StringComparer.Ordinal)
            .Select(lows => Units(RuneSet.Of(lows).Ranges) + lows.Key);
        text.AppendJoin('|', alternatives);
    }

    private static SortedDictionary<int, List<RuneRange>> LowHalvesByHigh(ImmutableArray<RuneRange> astral)
    {
        SortedDictionary<int, List<RuneRange>> halves = [];
        foreach (RuneRange range in astral)
        {
            for (int first = range.First; first <= range.Last; first = (first | 0x3FF) + 1)
            {
                int last = Math.Min(range.Last, first | 0x3FF);
                int high = HighHalf.First + ((first - Astral.First) >> 10);
                if (!halves.TryGetValue(high, out List<RuneRange>? lows))
                    halves.Add(high, lows = []);
                lows.Add(new RuneRange(LowHalf.First + (first & 0x3FF), LowHalf.First + (last & 0x3FF)));
            }
        }

        return halves;
    }

    private string Units(IReadOnlyList<RuneRange> ranges)
    {
        StringBuilder text = new();
        AppendUnits(text, ranges);
        return text.ToString();
    }

    private void AppendUnits(StringBuilder text, IReadOnlyList<RuneRange> ranges)
    {
        _ranges.UnionWith(ranges);
        if (ranges is [{ First: var only, Last: var same }] && only == same)
        {
            AppendUnit(text, only);
            return;
        }

        // Nothing at all, as in [^\x00-\x{10FFFF}].
        text.Append(ranges.Count == 0 ? @"[^\u0000-\uFFFF" : "[");
        foreach (RuneRange range in ranges)
        {
            AppendUnit(text, range.First);
            if (range.Last == range.First)
                continue;
            text.Append('-');
            AppendUnit(text, range.Last);
        }

        text.Append(']');
    }

    // .NET takes a backslash before every ASCII sign but the underscore, in classes too; but an escaped hyphen never begins a range there, and
    // before < and ' it begins an old spelling of a reference to a group.
    private static void AppendUnit(StringBuilder text, int unit)
    {
        if (char.IsAsciiLetterOrDigit((char)unit) || unit is '_' or ' ' or '/')
            text.Append((char)unit);
        else if (unit is > ' ' and < 0x7F and not ('-' or '<' or '\''))
            text.Append('\\').Append((char)unit);
        else
            text.Append(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
    }
}
