namespace EdgeStack.Provisioning.Planning;

/// <summary>Lines of ours in a file of the user's, between two marks.</summary>
internal static class MarkedBlock
{
    private const string End = "# end edgestack";

    /// <summary>The file with these lines in the place of those that it had; without any when there are none.</summary>
    /// <param name="text">The file.</param>
    /// <param name="step">Whose lines.</param>
    /// <param name="block">The lines.</param>
    public static string Replace(string text, string step, IReadOnlyList<string> block)
    {
        string begin = $"# begin edgestack: {step}";
        List<string> lines = Outside(text, begin);
        return string.Join('\n', block.Count == 0 ? [.. lines, ""] : [.. lines, begin, .. block, End, ""]);
    }

    /// <summary>The user's own lines.</summary>
    public static IEnumerable<string> Others(string text, string step) => Outside(text, $"# begin edgestack: {step}");

    private static List<string> Outside(string text, string begin)
    {
        List<string> lines = [.. text.TrimEnd('\n').Split('\n')];
        int first = lines.IndexOf(begin), last = first < 0 ? -1 : lines.IndexOf(End, first);
        if (last >= 0)
            lines.RemoveRange(first, last - first + 1);
        return lines;
    }
}
