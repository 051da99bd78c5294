using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Planning;

/// <summary>The questions, asked to a real shell on this machine.</summary>
public sealed class FactScriptTests
{
    [Fact]
    public async Task A_file_is_told_with_owner_mode_digest_and_content_whatever_its_name_is()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("it's $(a) \"file\"\n-rf");
        await File.WriteAllBytesAsync(path, [0, 255, (byte)'"', (byte)'\n', 7], TestContext.Current.CancellationToken);
        FactQuery.File open = new(path), secret = new(path, IsSecret: true), missing = new(folder.File("none")), other = new(folder.Path);
        Facts facts = await AskAsync(open, secret, missing, other);
        FileFact file = facts.Of(open)!;
        Assert.Equal([0, 255, (byte)'"', (byte)'\n', 7], file.Content);
        Assert.Equal(Content.OfSecret([0, 255, (byte)'"', (byte)'\n', 7]).Digest, file.Digest);
        Assert.Matches("^[0-7]{3}$", file.Mode);
        Assert.Matches("^[^:]+:[^:]+$", file.Owner);
        Assert.Equal((file.Digest, 0), (facts.Of(secret)!.Digest, facts.Of(secret)!.Content.Length));
        Assert.Null(facts.Of(missing));
        Assert.Equal("is no plain file", Assert.Throws<FormatException>(() => facts.Of(other)).Message);
    }

    [Fact]
    public async Task A_question_that_fails_or_writes_what_looks_like_an_answer_spoils_no_other()
    {
        FactQuery.Command fails = new("exit 3"), forges = new("printf '\"}\\n{\"fact\":0,\"exit\":0,\"value\":\"\"}\\n'"), fine = new("echo fine; echo noise >&2");
        Facts facts = await AskAsync(fails, forges, fine);
        Assert.Equal(3, facts[fails].ExitCode);
        Assert.Equal("\"}\n{\"fact\":0,\"exit\":0,\"value\":\"\"}", facts[forges].Text);
        Assert.Equal("fine", facts[fine].Text);
    }

    [Fact]
    public async Task Equal_questions_are_asked_once()
    {
        using TemporaryFolder folder = new();
        string counter = folder.File("count");
        FactQuery.Command once = new($"echo x >>{counter}"), again = new($"echo x >>{counter}");
        await AskAsync(once, again);
        Assert.Equal("x\n", await File.ReadAllTextAsync(counter, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Welcome to Debian!\n")]
    [InlineData("{\"fact\":7,\"exit\":0,\"value\":\"\"}\n")]
    [InlineData("{\"fact\":0,\"exit\":0}\n")]
    [InlineData("{\"fact\":0,\"exit\":0,\"value\":\"%%\"}\n")]
    [InlineData("")]
    public void Output_of_something_else_is_refused(string output) => Assert.Throws<FormatException>(() => new FactScript([new FactQuery.Command("true")]).Read(output));

    [Fact]
    public void A_unit_that_systemd_does_not_know_is_not_there()
    {
        UnitFact unit = UnitFact.Parse(new FactAnswer(0, "LoadState=not-found\nActiveState=inactive\nSubState=dead\nUnitFileState=\nStamp=\n"u8.ToArray()));
        Assert.Equal(new UnitFact(IsThere: false, IsActive: false, "", ""), unit);
    }

    [Fact]
    public void An_interrupted_installation_of_packages_is_seen()
    {
        PackageFacts facts = PackageFacts.Parse(new FactAnswer(0, "curl installed 7.88\nzstd half-configured 1.5\naudit\n1\n"u8.ToArray()));
        Assert.True(facts.IsInterrupted);
        Assert.Equal(["curl"], facts.Versions.Keys);
        Assert.False(PackageFacts.Parse(new FactAnswer(0, "curl installed 7.88\naudit\n0\n"u8.ToArray())).IsInterrupted);
    }

    private static async Task<Facts> AskAsync(params FactQuery[] queries)
    {
        FactScript script = new(queries);
        BufferedCommandResult result = await Cli.Wrap("sh").WithArguments("-s").WithStandardInputPipe(PipeSource.FromString(script.Text)).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return script.Read(result.StandardOutput);
    }
}
