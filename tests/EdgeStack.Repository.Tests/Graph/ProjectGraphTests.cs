using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Graph;

public sealed class ProjectGraphTests
{
    [Fact]
    public void Projects_reference_each_other_along_the_arrows_only() =>
        Findings.None(ProjectFile.All.Where(project => RepositoryTree.IsInRoom(project.Path)).SelectMany(ProjectGraph.Violations));

    [Fact]
    public void The_tests_of_the_repository_and_their_fakes_know_no_room() => Findings.None(ProjectFile.All
        .Where(project => project.Name is "EdgeStack.Testing" or "EdgeStack.Repository.Tests" && project.References.Count > 0)
        .Select(project => $"{project.Path}: references {string.Join(", ", project.References)}; it serves every room, so it must know none"));

    [Theory]
    [InlineData("EdgeStack.Routes", "../../platform/EdgeStack.Kubernetes/EdgeStack.Kubernetes.csproj", "", 1)]
    [InlineData("EdgeStack.Telemetry", "..\\EdgeStack.Kubernetes\\EdgeStack.Kubernetes.csproj", "", 1)]
    [InlineData("EdgeStack.Provisioning", "../../gateway/EdgeStack.Gateway/EdgeStack.Gateway.csproj", "", 1)]
    [InlineData("EdgeStack.Provisioning", "../../gateway/EdgeStack.Gateway/EdgeStack.Gateway.csproj", "ReferenceOutputAssembly=\"false\"", 0)]
    [InlineData("EdgeStack.Provisioning", "../../gateway/EdgeStack.Routes/EdgeStack.Routes.csproj", "ReferenceOutputAssembly=\"false\"", 1)]
    [InlineData("EdgeStack.Gateway", "../EdgeStack.Routes/EdgeStack.Routes.csproj", "", 0)]
    [InlineData("EdgeStack.Shared", "../EdgeStack.Routes/EdgeStack.Routes.csproj", "", 1)]
    public void A_wrong_arrow_is_found(string project, string reference, string attribute, int found) => Assert.Equal(found, ProjectGraph.Violations(ProjectFile.Read(
        $"gateway/{project}/{project}.csproj", $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" {attribute} /></ItemGroup></Project>")).Count());
}
