using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class ProgramLocatorTests
{
    [Theory]
    [InlineData("opt/edgestack", "opt/edgestack/edgestack-gateway")]
    [InlineData("bin/EdgeStack.Provisioning/debug", "bin/EdgeStack.Gateway/debug/edgestack-gateway")]
    [InlineData("bin/EdgeStack.Provisioning/release/", "bin/EdgeStack.Gateway/release/edgestack-gateway")]
    [InlineData("bin/EdgeStack.Provisioning/release_linux-arm64", "bin/EdgeStack.Gateway/release_linux-arm64/edgestack-gateway")]
    [InlineData("publish/EdgeStack.Provisioning/release_linux-x64", "publish/EdgeStack.Gateway/release_linux-x64/edgestack-gateway")]
    [InlineData("bin/EdgeStack.Provisioning/debug_linux-x64", "bin/EdgeStack.Gateway/debug/edgestack-gateway")]
    public void The_gateway_is_found_beside_the_program_or_in_the_builds_own_folders(string here, string gateway)
    {
        using TemporaryFolder folder = new();
        string expected = folder.Write(gateway, "");

        Assert.Equal(expected, ProgramLocator.Gateway(folder.File(here)).Find());
    }

    [Fact]
    public void The_one_beside_the_program_wins()
    {
        using TemporaryFolder folder = new();
        folder.Write("bin/EdgeStack.Gateway/debug/edgestack-gateway", "");
        string beside = folder.Write("bin/EdgeStack.Provisioning/debug/edgestack-gateway", "");

        Assert.Equal(beside, ProgramLocator.Gateway(folder.File("bin/EdgeStack.Provisioning/debug")).Find());
    }

    [Fact]
    public void A_debug_build_never_runs_a_release_gateway()
    {
        using TemporaryFolder folder = new();
        folder.Write("bin/EdgeStack.Gateway/release/edgestack-gateway", "");

        Assert.Null(ProgramLocator.Gateway(folder.File("bin/EdgeStack.Provisioning/debug")).Find());
    }
}
