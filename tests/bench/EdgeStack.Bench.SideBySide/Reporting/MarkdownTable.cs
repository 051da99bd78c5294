using System.Text;

namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>A table whose first column is text and whose others are figures.</summary>
internal sealed class MarkdownTable(params IReadOnlyList<string> columns)
{
    private readonly StringBuilder _text = new($"| {string.Join(" | ", columns)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", columns.Count - 1))}\n");

    public void Add(params IEnumerable<string> cells) => _text.Append($"| {string.Join(" | ", cells)} |\n");

    public override string ToString() => _text.ToString();
}
