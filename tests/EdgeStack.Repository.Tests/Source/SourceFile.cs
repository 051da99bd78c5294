using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace EdgeStack.Repository.Tests.Source;

/// <summary>A C# file, parsed.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    public SourceFile(string path, string text)
    {
        Path = path;
        Tree = CSharpSyntaxTree.ParseText(text, Language, path);
        Root = Tree.GetCompilationUnitRoot();
    }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    public SyntaxTree Tree { get; }

    public CompilationUnitSyntax Root { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public int Lines => Tree.GetText().Lines.Count(line => !line.Span.IsEmpty || line.EndIncludingLineBreak > line.End);

    /// <summary>Types and delegates that do not stand inside another type.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes => Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public string? Namespace => Root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString();

    /// <summary><c>path:line</c>, 1-based, as editors and terminals take it.</summary>
    public string At(SyntaxNode node) => $"{Path}:{Tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";

    /// <summary>Lines from a declaration's first token to its last; the comment above it does not count.</summary>
    public int LinesOf(SyntaxNode node)
    {
        LinePositionSpan span = Tree.GetLineSpan(node.Span).Span;
        return span.End.Line - span.Start.Line + 1;
    }
}
