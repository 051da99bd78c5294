using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Tests.Execution;

/// <summary>The functions of actions.sh, by a real shell, with a folder of the test in the place of /var/lib/edgestack.</summary>
public sealed class ActionFunctionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_file_is_written_whole_and_put_back_as_it_was()
    {
        string file = await GivenAsync("it's", "old\n");
        await RunAsync($"es_write {ShellText.Quote([file, "", "640", "4", "test -s \"$1\""])}", "new\n");
        Assert.Equal("new\n", await ReadAsync(file));
        await RunAsync($"es_restore {ShellText.Quote(file)}");
        Assert.Equal("old\n", await ReadAsync(file));
        // A second time there is nothing to put back: what came since stays.
        await File.WriteAllTextAsync(file, "by hand\n", TestContext.Current.CancellationToken);
        await RunAsync($"es_restore {ShellText.Quote(file)}");
        Assert.Equal("by hand\n", await ReadAsync(file));
    }

    [Fact]
    public async Task What_was_not_there_is_gone_again()
    {
        string file = _folder.File("new/file");
        await RunAsync($"es_write {ShellText.Quote([file, "", "", "3", ""])}", "abc");
        Assert.Equal("abc", await ReadAsync(file));
        await RunAsync($"es_restore {ShellText.Quote(file)}");
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_link_stays_a_link_and_what_it_leads_to_is_put_back()
    {
        string file = await GivenAsync("there", "old\n"), link = _folder.File("link");
        File.CreateSymbolicLink(link, file);
        await RunAsync($"es_write {ShellText.Quote([link, "", "", "4", ""])}", "new\n");
        Assert.Equal(("new\n", file), (await ReadAsync(file), new FileInfo(link).LinkTarget));
        await RunAsync($"es_restore {ShellText.Quote(link)}");
        Assert.Equal("old\n", await ReadAsync(file));
    }

    [Fact]
    public async Task Whoever_has_changed_a_file_since_is_noticed_until_it_is_as_it_was()
    {
        string file = await GivenAsync("it's", "old\n"), edited = $"es_edited {ShellText.Quote(file)}";
        await RunAsync($"es_write {ShellText.Quote([file, "", "", "4", ""])}", "new\n");
        Assert.Equal("", (await ShellAsync(edited, "")).StandardOutput);
        await File.WriteAllTextAsync(file, "by hand\n", TestContext.Current.CancellationToken);
        Assert.Equal($"{file}\n", (await ShellAsync(edited, "")).StandardOutput);
        await File.WriteAllTextAsync(file, "old\n", TestContext.Current.CancellationToken);
        Assert.Equal("", (await ShellAsync(edited, "")).StandardOutput);
        File.Delete(file);
        Assert.Equal($"{file}\n", (await ShellAsync(edited, "")).StandardOutput);
    }

    [Fact]
    public async Task What_may_come_back_is_kept_until_it_is_forgotten()
    {
        string file = await GivenAsync("file", "old\n"), path = ShellText.Quote(file);
        await RunAsync($"es_write {ShellText.Quote([file, "", "", "4", ""])}", "new\n");
        await RunAsync($"es_spare=1\nes_restore {path}");
        Assert.Equal("old\n", await ReadAsync(file));
        await File.WriteAllTextAsync(file, "again\n", TestContext.Current.CancellationToken);
        await RunAsync($"es_restore {path}");
        Assert.Equal("old\n", await ReadAsync(file));
        Assert.Empty(Directory.GetFiles(_folder.File("home/backup"), "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("4", "exit 1", "the old one stays")]
    [InlineData("5", "", "only a part of it arrived")]
    public async Task What_is_not_right_does_not_take_the_place_of_what_was(string size, string check, string said)
    {
        string file = await GivenAsync("file", "old\n");
        BufferedCommandResult result = await ShellAsync($"es_write {ShellText.Quote([file, "", "", size, check])}", "new\n");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(said, result.StandardError, StringComparison.Ordinal);
        Assert.Equal("old\n", await ReadAsync(file));
    }

    [Fact]
    public async Task A_line_of_the_journal_that_was_cut_off_does_not_take_the_next_one_along()
    {
        Directory.CreateDirectory(_folder.File("home"));
        await File.WriteAllTextAsync(_folder.File("home/journal.jsonl"), "{\"run\":\"1\",\"st", TestContext.Current.CancellationToken);
        await RunAsync("es_journal '{\"run\":\"2\"}'");
        await RunAsync("es_journal '{\"run\":\"3\"}'");
        Assert.Equal(["{\"run\":\"1\",\"st", "{\"run\":\"2\"}", "{\"run\":\"3\"}", ""], (await ReadAsync(_folder.File("home/journal.jsonl"))).Split('\n'));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> GivenAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder.File(name), text, TestContext.Current.CancellationToken);
        return _folder.File(name);
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

    private async Task RunAsync(string call, string input = "")
    {
        BufferedCommandResult result = await ShellAsync(call, input);
        Assert.True(result.ExitCode == 0, result.StandardError);
    }

    private async Task<BufferedCommandResult> ShellAsync(string call, string input)
    {
        string script = _folder.File("script");
        await File.WriteAllTextAsync(script, $"set -eu\nrun=1\n{ActionScript.Functions.Replace("/var/lib/edgestack", _folder.File("home"), StringComparison.Ordinal)}{call}\n", TestContext.Current.CancellationToken);
        return await Cli.Wrap("sh").WithArguments(script).WithStandardInputPipe(PipeSource.FromString(input)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }
}
