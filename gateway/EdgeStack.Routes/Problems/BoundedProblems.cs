using System.Globalization;

namespace EdgeStack.Routes.Problems;

/// <summary>Keeps one object from flooding logs and lists: of each object the first problems, then how many more there are.</summary>
public static class BoundedProblems
{
    /// <summary>Most problems of one object that are told one by one.</summary>
    public const int Most = 100;

    public static IEnumerable<Problem> Of(IEnumerable<Problem> problems) => problems.GroupBy(problem => problem.Where.Object, StringComparer.Ordinal).SelectMany(OfObject);

    private static IEnumerable<Problem> OfObject(IEnumerable<Problem> problems)
    {
        Problem[] all = [.. problems];
        return all.Length <= Most ? all : all.Take(Most).Append(Further(all[Most..]));
    }

    internal static Problem Further(IReadOnlyCollection<Problem> further) => Further(further.First(), further.Count, further.Any(problem => problem.Severity == Severity.Error));

    internal static Problem Further(Problem first, int count, bool hasErrors) =>
        new(hasErrors ? Severity.Error : Severity.Warning, first.Where with { Line = 0, Column = 0 }, $"{count.ToString("N0", CultureInfo.InvariantCulture)} more problems of this object are not told one by one", "mend the others first")
        { Kind = first.Kind, IsCount = true };
}
