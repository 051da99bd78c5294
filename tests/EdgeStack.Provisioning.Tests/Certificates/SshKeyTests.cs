using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Certificates;

public sealed class SshKeyTests : IDisposable
{
    private const string Keygen = "/usr/bin/ssh-keygen";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenSSH_reads_the_key_and_finds_the_same_public_one()
    {
        Assert.SkipWhen(!File.Exists(Keygen), $"{Keygen} is missing");
        SshKey key = SshKey.For(_folder.Path, "backup");
        BufferedCommandResult result = await Cli.Wrap(Keygen).WithArguments(["-y", "-P", "", "-f", _folder.File("backup-key.pem")]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(key.Public.Split(' ')[..2], result.StandardOutput.Trim().Split(' ')[..2]);
    }

    [Fact]
    public void Every_plan_finds_the_same_key_and_nobody_else_may_read_it()
    {
        SshKey first = SshKey.For(_folder.Path, "backup"), second = SshKey.For(_folder.Path, "backup");
        Assert.Equal((first.Private.Reveal(), first.Public), (second.Private.Reveal(), second.Public));
        Assert.DoesNotContain(first.Private.Reveal(), first.ToString(), StringComparison.Ordinal);
#pragma warning disable CA1416 // the tests run on Linux
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.File("backup-key.pem")));
#pragma warning restore CA1416
    }

    [Fact]
    public void What_is_no_key_is_told_and_not_written_over()
    {
        string file = _folder.Write("backup-key.pem", "theirs");
        Assert.Contains("key of backup", Assert.Throws<SecretException>(() => SshKey.For(_folder.Path, "backup")).Message, StringComparison.Ordinal);
        Assert.Equal("theirs", File.ReadAllText(file));
    }
}
