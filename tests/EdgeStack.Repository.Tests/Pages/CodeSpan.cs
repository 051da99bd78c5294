namespace EdgeStack.Repository.Tests.Pages;

/// <summary>Text between back-ticks on a page.</summary>
internal readonly record struct CodeSpan(string Text, int Line)
{
    /// <summary>Every one outside fenced and indented code.</summary>
    public static IEnumerable<CodeSpan> On(string page)
    {
        bool fenced = false;
        string[] lines = page.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            bool fence = lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal);
            fenced ^= fence;
            if (fence || fenced || lines[i].StartsWith("    ", StringComparison.Ordinal))
                continue;
            string[] parts = lines[i].Split('`');
            for (int part = 1; part < parts.Length - 1; part += 2)
                yield return new CodeSpan(parts[part], i + 1);
        }
    }
}
