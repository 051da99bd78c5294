using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class SampleRoutesTests
{
    [Fact]
    public async Task The_sample_is_written_where_there_is_no_folder_and_has_no_problems()
    {
        using CommandHost host = new();

        string? created = SampleRoutes.CreateIfMissing(host.Folder.File("routes"));

        Assert.Equal(host.Folder.File("routes/whoami.yaml"), created);
        Assert.Equal(ExitCode.Fine, await host.RunAsync("routes", "lint"));
        Assert.Contains("1 file, 1 route: no problems", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("whoami.yaml")]
    [InlineData("own.yaml")]
    public void A_folder_that_exists_is_left_alone(string? file)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("routes"));
        if (file is not null)
            folder.Write($"routes/{file}", "mine");

        Assert.Null(SampleRoutes.CreateIfMissing(folder.File("routes")));

        Assert.Equal(file is null ? [] : [folder.File($"routes/{file}")], Directory.GetFiles(folder.File("routes")));
        if (file is not null)
            Assert.Equal("mine", File.ReadAllText(folder.File($"routes/{file}")));
    }
}
