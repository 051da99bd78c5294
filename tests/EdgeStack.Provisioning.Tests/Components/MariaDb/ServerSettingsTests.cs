using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

/// <summary>The configuration of each profile, and what a real mariadbd thinks of it.</summary>
public sealed class ServerSettingsTests
{
    public static TheoryData<string> Profiles => [.. MemoryProfile.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_configuration_of_a_profile_is_pinned(string profile) => GoldenCase.CheckFile(GoldenCase.Beside($"Goldens/{profile}.cnf"), Of(profile, requiresTls: true).Content.ToString());

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_real_server_understands_every_line_and_puts_it_in_force(string profile)
    {
        LocalMariaDb.Require();
        using TemporaryFolder folder = new();
        ManagedFile file = Of(profile, requiresTls: true);
        Assert.Equal("", await CheckAsync(folder, file, file.Content.ToString()));
        BufferedCommandResult help = await Cli.Wrap("/usr/sbin/mariadbd").WithArguments([$"--defaults-file={folder.File("new.cnf")}", "--user=mysql", "--help", "--verbose"]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> read = help.StandardOutput.Split('\n').Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        foreach (ServerSetting setting in Settings(profile, requiresTls: true).Where(setting => setting.Name != "log_bin" && !setting.IsUnknownToSome))
            Assert.Equal((setting.Name, setting.InForce is "ON" ? "TRUE" : setting.InForce is "OFF" ? "FALSE" : setting.InForce), (setting.Name, read[setting.Name.Replace('_', '-')]));
    }

    [Theory]
    [InlineData("no_such_variable = 1")]
    [InlineData("innodb_buffer_pool_size = 12Q")]
    [InlineData("max_connections = 5")]
    public async Task What_a_server_does_not_understand_or_would_set_otherwise_does_not_get_onto_the_node(string line)
    {
        LocalMariaDb.Require();
        using TemporaryFolder folder = new();
        ManagedFile file = Of("1G", requiresTls: false);
        Assert.NotEqual("", await CheckAsync(folder, file, $"{file.Content}{line}\n"));
    }

    [Theory]
    [InlineData(948_000, "1G")]
    [InlineData(1_900_000, "2G")]
    [InlineData(3_880_000, "4G")]
    [InlineData(8_060_000, "8G")]
    [InlineData(16_300_000, "16G")]
    public void By_itself_the_profile_is_that_of_the_boards_memory(long kilobytes, string profile) => Assert.Equal(profile, MemoryProfile.Of("auto", kilobytes).Name);

    [Fact]
    public void What_the_inventory_says_counts_more_than_the_memory() => Assert.Equal("1G", MemoryProfile.Of("1G", 16_300_000).Name);

    private static ServerSetting[] Settings(string profile, bool requiresTls) => [.. ServerSettings.Of(MemoryProfile.Of(profile, 0), "127.0.0.1,10.0.0.3", requiresTls)];

    private static ManagedFile Of(string profile, bool requiresTls) => ServerConfiguration.FileOf(MemoryProfile.Of(profile, 0), [.. Settings(profile, requiresTls)]);

    // What the check says; nothing when the file is right.
    private static async Task<string> CheckAsync(TemporaryFolder folder, ManagedFile file, string text)
    {
        string path = folder.Write("new.cnf", text);
        BufferedCommandResult result = await Cli.Wrap("sh").WithArguments(["-c", file.Check!, "check", path]).WithEnvironmentVariables(variables => variables.Set("PATH", "/usr/sbin:/usr/bin:/bin"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.ExitCode == 0 ? "" : $"{result.ExitCode} {result.StandardOutput}{result.StandardError}";
    }
}
