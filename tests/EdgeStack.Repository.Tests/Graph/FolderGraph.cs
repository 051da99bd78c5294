using EdgeStack.Repository.Tests.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeStack.Repository.Tests.Graph;

/// <summary>
/// Who uses whom inside a project. A folder is a node. In the root every file is a node of its own: <c>Program.cs</c> may use all folders and
/// all folders may use a small type of the root, but no folder may come back to itself through the root.
/// </summary>
internal sealed class FolderGraph
{
    // The framework's own types, so that the compiler understands the code around ours; what packages bring stays unknown to it.
    private static readonly MetadataReference[] Framework =
    [
        .. ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal)).Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private readonly string _folder;
    private readonly List<FolderArrow> _arrows = [];

    private FolderGraph(string folder) => _folder = folder;

    /// <summary>Every arrow, once a pair and file.</summary>
    /// <param name="folder">The project's folder.</param>
    /// <param name="files">Its files.</param>
    public static IReadOnlyList<FolderArrow> Arrows(string folder, IReadOnlyList<SourceFile> files)
    {
        FolderGraph graph = new(folder);
        CSharpCompilation compilation = CSharpCompilation.Create("folders", files.Select(file => file.Tree), Framework);
        HashSet<string> namespaces = [.. files.Select(file => file.Namespace).OfType<string>()];
        string root = Path.GetFileName(folder);
        foreach (SourceFile file in files)
        {
            graph.AddUsings(file, root, namespaces);
            graph.AddTypes(file, compilation.GetSemanticModel(file.Tree));
        }

        return [.. graph._arrows.DistinctBy(arrow => (arrow.From, arrow.To, arrow.Where.Split(':')[0]))];
    }

    /// <summary>Arrows that lead back: their end can reach their beginning.</summary>
    public static IEnumerable<string> Cycles(IReadOnlyList<FolderArrow> arrows)
    {
        ILookup<string, string> next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        return arrows.Where(arrow => Reaches(next, arrow.To, arrow.From)).OrderBy(arrow => (arrow.From, arrow.To)).Select(arrow =>
            $"{arrow.Where}: {arrow.From} -> {arrow.To} ({arrow.What}) is part of a cycle; move what both need into a folder that uses neither");
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> open = new([from]);
        while (open.TryPop(out string? node))
        {
            if (node == to)
                return true;
            if (!seen.Add(node))
                continue;
            foreach (string further in next[node])
                open.Push(further);
        }

        return false;
    }

    // Extension methods of packages' types cannot be understood without the packages; the using line betrays them.
    private void AddUsings(SourceFile file, string root, HashSet<string> namespaces)
    {
        foreach (UsingDirectiveSyntax directive in file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>())
        {
            if (directive.Name?.ToString() is { } name && namespaces.Contains(name) && name.StartsWith(root + ".", StringComparison.Ordinal))
                Add(file, NodeOf(file.Path), name[(root.Length + 1)..].Replace('.', '/'), directive, $"using {name}");
        }
    }

    private void AddTypes(SourceFile file, SemanticModel model)
    {
        foreach (SimpleNameSyntax name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol ? symbol.ContainingType : null);
            foreach (SyntaxReference declaration in type?.DeclaringSyntaxReferences ?? [])
                Add(file, NodeOf(file.Path), NodeOf(declaration.SyntaxTree.FilePath), name, type!.Name);
        }
    }

    private void Add(SourceFile file, string from, string to, SyntaxNode at, string what)
    {
        if (from != to)
            _arrows.Add(new FolderArrow(from, to, file.At(at), what));
    }

    private string NodeOf(string path)
    {
        string inside = path[(_folder.Length + 1)..];
        int slash = inside.LastIndexOf('/');
        return slash < 0 ? inside : inside[..slash];
    }
}
