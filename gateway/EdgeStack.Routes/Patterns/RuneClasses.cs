// Hot path: Of runs for every character of a subject and must not allocate (tests/EdgeStack.Routes.Tests/Patterns/GoPatternPropertyTests.cs proves it).
using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>Code points in classes: those of one class are in the same sets of a pattern, so that an automaton need not tell them apart.</summary>
internal sealed class RuneClasses
{
    private const int Ascii = 128;

    // Class of each ASCII character; else that of the interval whose first code point is the last one not above.
    private readonly ushort[] _ascii = new ushort[Ascii];
    private readonly int[] _starts;
    private readonly ushort[] _classes;

    private RuneClasses(int[] starts, ushort[] classes, int count)
    {
        (_starts, _classes, Count) = (starts, classes, count);
        for (int rune = 0; rune < Ascii; rune++)
            _ascii[rune] = classes[IntervalOf(rune)];
    }

    /// <summary>How many classes there are.</summary>
    public int Count { get; }

    public int Bytes => (2 * Ascii) + ((sizeof(int) + sizeof(ushort)) * _starts.Length);

    /// <summary>The classes, or null when there would be more than <paramref name="most"/>.</summary>
    public static RuneClasses? Of(IReadOnlyCollection<RuneSet> sets, int most)
    {
        int[] starts = [.. sets.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.First, range.Last + 1 }).Append(0).Distinct().Order()];
        int[] classes = new int[starts.Length];
        List<int> sizes = [starts.Length];
        int living = 1;
        foreach (RuneSet set in sets)
        {
            // Every class falls apart into what is in the set and what is not. One that is in it as a whole gets a new number all the same.
            Dictionary<int, int> inside = [];
            foreach (int interval in Intervals(starts, set))
            {
                int before = classes[interval];
                if (!inside.TryGetValue(before, out int split))
                {
                    inside.Add(before, split = sizes.Count);
                    sizes.Add(0);
                    living++;
                }

                classes[interval] = split;
                sizes[split]++;
                if (--sizes[before] == 0)
                    living--;
            }

            if (living > most)
                return null;
        }

        Dictionary<int, ushort> numbers = [];
        List<int> first = [];
        List<ushort> numbered = [];
        for (int i = 0; i < starts.Length; i++)
        {
            if (!numbers.TryGetValue(classes[i], out ushort number))
                numbers.Add(classes[i], number = (ushort)numbers.Count);

            if (numbered.Count > 0 && numbered[^1] == number)
                continue;
            first.Add(starts[i]);
            numbered.Add(number);
        }

        return new RuneClasses([.. first], [.. numbered], numbers.Count);
    }

    public int Of(int rune) => rune < Ascii ? _ascii[rune] : _classes[IntervalOf(rune)];

    /// <summary>The classes whose code points are in one of the pattern's sets.</summary>
    public IEnumerable<int> In(RuneSet set) => Intervals(_starts, set).Select(interval => (int)_classes[interval]).Distinct();

    private int IntervalOf(int rune)
    {
        int at = Array.BinarySearch(_starts, rune);
        return at < 0 ? ~at - 1 : at;
    }

    private static IEnumerable<int> Intervals(int[] starts, RuneSet set)
    {
        foreach (RuneRange range in set.Ranges)
        {
            int at = Array.BinarySearch(starts, range.First);
            for (int i = at < 0 ? ~at - 1 : at; i < starts.Length && starts[i] <= range.Last; i++)
                yield return i;
        }
    }
}
