using EdgeStack.Repository.Tests.Source;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeStack.Repository.Tests.Naming;

/// <summary>Where types stand and what they are called.</summary>
internal static class Names
{
    private static readonly string[] BannedSuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Info", "Data", "Processor"];

    private static readonly string[] BannedFolders = ["Services", "Models", "Interfaces", "Helpers", "Common", "Utils"];

    private static readonly string[] BannedProjects = ["Common", "Core", "Shared"];

    /// <summary>One type a file, file name = type name. A closed family of records may follow a first record that has the file's name.</summary>
    public static IEnumerable<string> Misplaced(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.TopLevelTypes.Where(type => !type.Modifiers.Any(SyntaxKind.FileKeyword))];
        if (types.Length == 0)
            yield break;
        if (NameOf(types[0]) != file.Name)
            yield return $"{file.At(types[0])}: the first type is '{NameOf(types[0])}', the file '{file.Name}'; give them one name";
        foreach (MemberDeclarationSyntax further in types.Skip(1).Where(type => type is not RecordDeclarationSyntax || types[0] is not RecordDeclarationSyntax))
            yield return $"{file.At(further)}: '{NameOf(further)}' is a second type; give it a file of its own, or nest it (only records of one family share a file)";
    }

    /// <summary>Namespace = folder.</summary>
    /// <param name="file">The file.</param>
    /// <param name="project">Folder of its project, whose last part is the root namespace.</param>
    public static IEnumerable<string> WrongNamespace(SourceFile file, string project)
    {
        string inside = file.Path[(project.Length + 1)..];
        string expected = Path.GetFileName(project) + string.Concat(inside.Split('/').SkipLast(1).Select(part => "." + part));
        if (file.TopLevelTypes.Any() && file.Namespace != expected)
            yield return $"{file.Path}:1: the namespace is '{file.Namespace}'; write 'namespace {expected};' or move the file";
    }

    public static IEnumerable<string> Banned(SourceFile file) => file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        .Select(type => (Type: type, Suffix: BannedSuffix(type)))
        .Where(found => found.Suffix is not null)
        .Select(found => $"{file.At(found.Type)}: '{NameOf(found.Type)}' ends in '{found.Suffix}', which says nothing; name what it is or does");

    public static IEnumerable<string> BannedFolder(string folder)
    {
        string name = folder[(folder.LastIndexOf('/') + 1)..];
        if (BannedFolders.Contains(name, StringComparer.OrdinalIgnoreCase))
            yield return $"{folder}: a folder is a capability, not a kind of code; name it with a word of the operator's world";
    }

    public static IEnumerable<string> BannedProject(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path).Split('.')[^1];
        if (BannedProjects.Contains(name, StringComparer.OrdinalIgnoreCase))
            yield return $"{path}: a project called '{name}' becomes the home of everything; name what it is for";
    }

    // 'Base' is fine where the type cannot stand alone.
    private static string? BannedSuffix(MemberDeclarationSyntax type) =>
        Array.Find(BannedSuffixes, suffix => NameOf(type).EndsWith(suffix, StringComparison.Ordinal))
        ?? (NameOf(type).EndsWith("Base", StringComparison.Ordinal) && !type.Modifiers.Any(SyntaxKind.AbstractKeyword) ? "Base" : null);

    private static string NameOf(MemberDeclarationSyntax type) => type is DelegateDeclarationSyntax @delegate ? @delegate.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;
}
