namespace EdgeStack.Documents;

/// <summary>Finds the known name that a person most likely meant.</summary>
public static class NearestName
{
    // No known name is nearly as long.
    private const int Longest = 64;

    /// <summary>
    /// The known name with the smallest edit distance (insert, delete, replace, swap of neighbours; case does not count), or null
    /// when even the best one differs in more than a third of its letters.
    /// </summary>
    public static string? Of(string written, IReadOnlyCollection<string> known)
    {
        if (written.Length > Longest)
            return null;
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string candidate in known)
        {
            // The difference in length is the least that the distance can be.
            if (Math.Abs(candidate.Length - written.Length) > MostDifferences(written, candidate))
                continue;
            int distance = Distance(written, candidate);
            if (distance >= bestDistance)
                continue;
            best = candidate;
            bestDistance = distance;
        }

        // Someone who wrote the beginning of a name meant that name.
        const int TellingLength = 3;
        if (written.Length >= TellingLength && known.FirstOrDefault(name => name.StartsWith(written, StringComparison.OrdinalIgnoreCase)) is { } begun)
            return begun;
        return best is not null && bestDistance <= MostDifferences(written, best) ? best : null;
    }

    /// <summary>A sentence for whoever wrote it: the nearest name, else the whole list when it is short enough to read.</summary>
    public static string? Suggestion(string written, IReadOnlyCollection<string> known) =>
        Of(written, known) is { } nearest ? $"did you mean '{nearest}'?"
        : known.Count <= 16 ? $"known here: {string.Join(", ", known)}"
        : null;

    private static int MostDifferences(string written, string candidate) => Math.Max(1, Math.Max(written.Length, candidate.Length) / 3);

    // Optimal string alignment distance (Damerau 1964), three rows. Both are short; a hostile document asks for many distances.
    private static int Distance(string a, string b)
    {
        Span<int> beforeLast = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            last[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = last[j - 1] + (IsSame(a[i - 1], b[j - 1]) ? 0 : 1);
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), replace);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            Span<int> free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }

    private static bool IsSame(char one, char other) => one == other || char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
