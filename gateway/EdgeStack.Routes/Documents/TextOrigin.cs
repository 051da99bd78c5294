using EdgeStack.Routes.Problems;
using YamlDotNet.Core;

namespace EdgeStack.Routes.Documents;

/// <summary>Where a piece of YAML stands, so that a problem in it can name the line and column that a person sees in the file.</summary>
/// <param name="Object">The object as people name it.</param>
/// <param name="File">The file or ConfigMap key.</param>
/// <param name="LineOffset">Lines of the file before the text's first line.</param>
/// <param name="ColumnOffset">Columns that the text is indented by.</param>
/// <param name="Exact">False when the text was folded or quoted: then only its first line can be named.</param>
public sealed record TextOrigin(string Object, string File, int LineOffset = 0, int ColumnOffset = 0, bool Exact = true)
{
    internal SourceLocation At(Mark mark, int furtherColumns = 0) => Exact
        ? new SourceLocation(Object, File, (int)mark.Line + LineOffset, (int)mark.Column + ColumnOffset + furtherColumns)
        : new SourceLocation(Object, File, LineOffset + 1, 0);
}
