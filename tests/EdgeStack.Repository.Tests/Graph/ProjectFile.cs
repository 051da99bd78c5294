using System.Xml.Linq;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Graph;

/// <summary>A project with what it references.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="References">Names of projects whose code it uses.</param>
/// <param name="BuiltAlong">Names of projects that are only built with it.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> References, IReadOnlyList<string> BuiltAlong)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path[..Path.LastIndexOf('/')];

    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. RepositoryTree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => Read(file, RepositoryTree.Text(file)))];

    public static ProjectFile Read(string path, string xml)
    {
        ILookup<bool, string> byUse = XDocument.Parse(xml).Descendants("ProjectReference").ToLookup(
            reference => string.Equals((string?)reference.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase),
            reference => System.IO.Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include") ?? "").Replace('\\', '/')));
        return new ProjectFile(path, [.. byUse[false]], [.. byUse[true]]);
    }
}
