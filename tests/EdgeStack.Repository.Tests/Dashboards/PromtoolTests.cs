using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Dashboards;

/// <summary>What Prometheus' and Alertmanager's own checks say of our files.</summary>
public sealed class PromtoolTests
{
    private static readonly string[] Bins = ["/usr/bin/", "/usr/local/bin/"];

    [Theory]
    [InlineData("dashboards/prometheus/rules/", "promtool", "prometheus", "check", "rules")]
    [InlineData("dashboards/prometheus/rules-tests/", "promtool", "prometheus", "test", "rules")]
    [InlineData("dashboards/alertmanager/", "amtool", "prometheus-alertmanager", "check-config")]
    public async Task Every_file_passes(string folder, string program, string package, params string[] arguments)
    {
        string? path = Bins.Select(bin => bin + program).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{program} (Debian: {package}) is not installed");
        string[] files = [.. RepositoryTree.Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal))];
        Assert.NotEmpty(files);

        BufferedCommandResult said = await Cli.Wrap(path!).WithArguments([.. arguments, .. files]).WithWorkingDirectory(RepositoryRoot.Path).WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(said.ExitCode == 0, $"{said.StandardOutput}\n{said.StandardError}");
    }
}
