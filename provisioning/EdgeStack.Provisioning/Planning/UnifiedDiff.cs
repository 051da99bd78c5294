using System.Globalization;

namespace EdgeStack.Provisioning.Planning;

/// <summary>The difference of two texts as `diff -u` shows it.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    // The table of the longest common subsequence has a cell for each pair of lines.
    private const int MostCells = 4_000_000;

    /// <summary>Lines that begin with ' ', '-', '+' or '@@'; none when both texts are the same.</summary>
    public static IReadOnlyList<string> Of(string before, string after)
    {
        string[] old = Lines(before), young = Lines(after);
        List<(char Kind, string Line)> edits = Edits(old, young);
        List<string> shown = [];
        int index = 0;
        while ((index = edits.FindIndex(index, edit => edit.Kind != ' ')) >= 0)
        {
            int start = Math.Max(0, index - Context), end = End(edits, index);
            int oldStart = edits.Take(start).Count(edit => edit.Kind != '+'), youngStart = edits.Take(start).Count(edit => edit.Kind != '-');
            List<(char Kind, string Line)> hunk = edits[start..end];
            shown.Add(string.Create(CultureInfo.InvariantCulture, $"@@ -{Range(oldStart, hunk.Count(edit => edit.Kind != '+'))} +{Range(youngStart, hunk.Count(edit => edit.Kind != '-'))} @@"));
            shown.AddRange(hunk.Select(edit => edit.Kind + edit.Line));
            index = end;
        }

        return shown;
    }

    private static string[] Lines(string text)
    {
        if (text.Length == 0)
            return [];
        string[] lines = text.Split('\n');
        return text.EndsWith('\n') ? lines[..^1] : [.. lines[..^1], $"{lines[^1]} (no line end)"];
    }

    // Two changes with at most twice the context between them are one hunk.
    private static int End(List<(char Kind, string Line)> edits, int first)
    {
        int last = first;
        for (int index = first; index < edits.Count && index - last <= 2 * Context; index++)
        {
            if (edits[index].Kind != ' ')
                last = index;
        }

        return Math.Min(edits.Count, last + 1 + Context);
    }

    private static string Range(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)}{(count == 1 ? "" : $",{count}")}");

    private static List<(char Kind, string Line)> Edits(string[] old, string[] young)
    {
        int head = 0, tail = 0;
        while (head < old.Length && head < young.Length && old[head] == young[head])
            head++;
        while (tail < old.Length - head && tail < young.Length - head && old[^(tail + 1)] == young[^(tail + 1)])
            tail++;
        string[] a = old[head..^tail], b = young[head..^tail];
        List<(char Kind, string Line)> edits = [.. old[..head].Select(line => (' ', line))];
        edits.AddRange((long)a.Length * b.Length > MostCells ? [.. a.Select(line => ('-', line)), .. b.Select(line => ('+', line))] : Middle(a, b));
        edits.AddRange(old[^tail..].Select(line => (' ', line)));
        return edits;
    }

    // Longest common subsequence; what goes is shown before what comes.
    private static IEnumerable<(char Kind, string Line)> Middle(string[] a, string[] b)
    {
        int[,] common = new int[a.Length + 1, b.Length + 1];
        for (int i = a.Length - 1; i >= 0; i--)
        {
            for (int j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        int x = 0, y = 0;
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
            {
                yield return (' ', a[x++]);
                y++;
            }
            else if (x < a.Length && (y == b.Length || common[x + 1, y] >= common[x, y + 1]))
                yield return ('-', a[x++]);
            else
                yield return ('+', b[y++]);
        }
    }
}
