using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeStack.Repository.Tests.Graph;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Packages;

/// <summary>Versions stand in one file, and where packages come from is the machine's business.</summary>
public sealed partial class PackageTests
{
    private const string Versions = "Directory.Packages.props";

    [Fact]
    public void Versions_of_packages_stand_in_one_file() => Findings.None(RepositoryTree.Files
        .Where(file => file != Versions && Path.GetExtension(file) is ".csproj" or ".props" or ".targets")
        .SelectMany(file => Versioned(file, RepositoryTree.Text(file))));

    [Fact]
    public void Every_project_has_a_lock_file() => Findings.None(ProjectFile.All.Where(project => !RepositoryTree.Exists($"{project.Folder}/packages.lock.json"))
        .Select(project => $"{project.Path}: has no packages.lock.json beside it; run 'dotnet restore' and commit the file"));

    [Fact]
    public void No_file_says_where_packages_come_from() => Findings.None(RepositoryTree.Files.SelectMany(file => Sources(file, RepositoryTree.Text(file))));

    [Theory]
    [InlineData("<PackageReference Include=\"A\" />", 0)]
    [InlineData("<PackageReference Include=\"A\" Version=\"1\" />", 1)]
    [InlineData("<PackageReference Include=\"A\" VersionOverride=\"1\" />", 1)]
    [InlineData("<PackageReference Include=\"A\"><Version>1</Version></PackageReference>", 1)]
    [InlineData("<PackageVersion Include=\"A\" Version=\"1\" />", 1)]
    public void A_version_elsewhere_is_found(string item, int found) => Assert.Equal(found, Versioned("a.csproj", $"<Project>{item}</Project>").Count());

    [Theory]
    [InlineData("a.md", "see {0}api.nuget.{1}/v3", 1)]
    [InlineData("package-lock.json", "\"resolved\": \"{0}registry.npmjs.{1}/a\"", 1)]
    [InlineData("NuGet.Config", "<packageSources />", 1)]
    public void An_address_of_a_registry_is_found(string file, string text, int found) =>
        Assert.Equal(found, Sources(file, string.Format(null, text, "https" + "://", "org")).Count());

    private static IEnumerable<string> Versioned(string file, string xml) => XDocument.Parse(xml, LoadOptions.SetLineInfo).Descendants()
        .Where(element => element.Name.LocalName == "PackageVersion" || (element.Name.LocalName is "PackageReference" or "GlobalPackageReference"
            && (element.Attributes().Any(attribute => attribute.Name.LocalName is "Version" or "VersionOverride") || element.Elements().Any(child => child.Name.LocalName is "Version" or "VersionOverride"))))
        .Select(element => $"{file}:{((System.Xml.IXmlLineInfo)element).LineNumber}: the version of {(string?)element.Attribute("Include")} stands here; move it to {Versions}");

    private static IEnumerable<string> Sources(string file, string text)
    {
        if (Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase))
            yield return $"{file}:1: sources of packages are the machine's business; delete the file";
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (Registry().IsMatch(lines[i]))
                yield return $"{file}:{i + 1}: names the address of a package registry; leave it out (npm: omit-lockfile-registry-resolved)";
        }
    }

    // The dots are classes so that this line is not what it looks for.
    [GeneratedRegex(@"https?://[\w.-]*(nuget[.]org|npmjs[.](org|com)|yarnpkg[.]com|pypi[.]org|pythonhosted[.]org|crates[.]io|golang[.]org|rubygems[.]org|myget[.]org|maven[.]org|pkgs[.]dev[.]azure[.]com|debian[.]org/debian)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();
}
