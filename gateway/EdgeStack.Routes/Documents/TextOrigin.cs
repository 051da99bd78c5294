using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

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

    /// <summary>A problem of a rule that stands in this node. In a text of one line the rule's own column is known; a quote before it takes one more.</summary>
    internal Problem Of(RuleProblem problem, YamlScalarNode node)
    {
        int columns = node.Start.Line != node.End.Line || node.Style is ScalarStyle.Literal or ScalarStyle.Folded ? 0
            : problem.Index + (node.Style == ScalarStyle.Plain ? 0 : 1);
        return new Problem(Severity.Error, At(node.Start, columns), problem.Message, problem.Fix);
    }
}
