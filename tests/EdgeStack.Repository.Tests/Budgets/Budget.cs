using EdgeStack.Repository.Tests.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeStack.Repository.Tests.Budgets;

/// <summary>How long things may be. Reaching a limit is a design question: split by what the parts are for, never by <c>partial</c>.</summary>
internal static class Budget
{
    public const int FileLines = 400, ProgramLines = 60, MethodLines = 60, ConstructorParameters = 6;

    public static IEnumerable<string> Exceeded(SourceFile file) => [.. Files(file), .. Methods(file), .. Constructors(file)];

    private static IEnumerable<string> Files(SourceFile file)
    {
        int limit = file.Name == "Program" ? ProgramLines : FileLines;
        if (file.Lines > limit)
            yield return $"{file.Path}:{limit + 1}: the file has {file.Lines} lines of {limit}; give a part of it a name and a file of its own";
    }

    private static IEnumerable<string> Methods(SourceFile file) => file.Root.DescendantNodes()
        .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax)
        .Where(node => file.LinesOf(node) > MethodLines)
        .Select(node => $"{file.At(node)}: {NameOf(node)} has {file.LinesOf(node)} lines of {MethodLines}; give its steps names");

    private static IEnumerable<string> Constructors(SourceFile file) => file.Root.DescendantNodes()
        .Select(node => (Node: node, Parameters: node switch
        {
            ConstructorDeclarationSyntax constructor => constructor.ParameterList,
            TypeDeclarationSyntax type => type.ParameterList,
            _ => null,
        }))
        .Where(found => found.Parameters?.Parameters.Count > ConstructorParameters)
        .Select(found => $"{file.At(found.Node)}: {NameOf(found.Node)} is made from {found.Parameters!.Parameters.Count} values of {ConstructorParameters}; "
            + "use 'required init' properties, or find the type that some of them are together");

    private static string NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        _ => "this function",
    };
}
