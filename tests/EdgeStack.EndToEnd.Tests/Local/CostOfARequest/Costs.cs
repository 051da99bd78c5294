using System.Globalization;

namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>
/// The file with what a request may cost: a comment, the names of the columns, one scenario a line; <c>-</c> where nothing was measured yet.
/// </summary>
internal sealed class Costs(string file)
{
    private const string Unknown = "-";
    private const char Separator = '|';

    /// <summary>Beyond it a figure has to be looked at.</summary>
    private const double Tolerance = 0.10;

    /// <summary>Two runs differ by less; a figure that is no further off is not rewritten.</summary>
    private const double Noise = 0.04;

    public bool Knows(string column) => Rows(out int at, column).Skip(1).Any(row => row[at] != Unknown);

    /// <summary>What is wrong with these measurements of a column, one sentence a scenario.</summary>
    public IReadOnlyList<string> Compare(string column, IEnumerable<(string Scenario, long Measured)> measurements)
    {
        List<string[]> rows = Rows(out int at, column);
        return [.. measurements.Select(measured => Judge(column, measured.Scenario, measured.Measured, Committed(rows, at, measured.Scenario))).OfType<string>()];
    }

    /// <summary>Takes measurements over.</summary>
    public void Update(string column, IEnumerable<(string Scenario, long Measured)> measurements)
    {
        List<string[]> rows = Rows(out int at, column);
        foreach ((string scenario, long measured) in measurements)
        {
            if (Committed(rows, at, scenario) is { } committed && Math.Abs(Change(measured, committed)) <= Noise)
                continue;
            if (rows.Find(row => row[0] == scenario) is not { } row)
                rows.Add(row = [scenario, .. Enumerable.Repeat(Unknown, rows[0].Length - 1)]);
            row[at] = measured.ToString(CultureInfo.InvariantCulture);
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length))];
        IEnumerable<string> lines = rows.Select(row => string.Join($" {Separator} ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))));
        File.WriteAllLines(file, [.. File.ReadLines(file).TakeWhile(IsComment), .. lines]);
    }

    private List<string[]> Rows(out int at, string column)
    {
        List<string[]> rows = [.. File.ReadLines(file).SkipWhile(IsComment).Select(line => line.Split(Separator, StringSplitOptions.TrimEntries))];
        at = Array.IndexOf(rows[0], column);
        return at > 0 ? rows : throw new InvalidDataException($"{file} has no column '{column}'");
    }

    private static long? Committed(List<string[]> rows, int at, string scenario) =>
        rows.Find(row => row[0] == scenario) is { } row && row[at] != Unknown ? long.Parse(row[at], NumberStyles.None, CultureInfo.InvariantCulture) : null;

    private static string? Judge(string column, string scenario, long measured, long? committed)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"{scenario}: {measured:N0} {column} a request");
        if (committed is not { } before)
            return $"{what}, and nothing is written down; write it down: UPDATE_GOLDENS=1 tests/run";
        double change = Change(measured, before);
        string difference = string.Create(CultureInfo.InvariantCulture, $"{what}, where {before:N0} are written down ({100 * change:+0;-0} %)");
        return change switch
        {
            > Tolerance => $"{difference}; take out what made it dearer, or say in the commit why it is worth that and write it down: UPDATE_GOLDENS=1 tests/run",
            < -Tolerance => $"{difference}; better: write it down: UPDATE_GOLDENS=1 tests/run",
            _ => null,
        };
    }

    private static double Change(long measured, long committed) => Math.Round(((double)measured / committed) - 1, 4);

    private static bool IsComment(string line) => line.StartsWith('#');
}
