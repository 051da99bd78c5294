using CliWrap;
using CliWrap.Buffered;
using CsCheck;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Tests.Remote;

public sealed class ShellTextTests
{
    [Fact]
    public Task Whatever_a_text_holds_a_real_shell_hands_it_on_unchanged()
    {
        string[] hostile = ["", "a b", "it's", "$(reboot)", "`reboot`", "\"; reboot; \"", "a\nb", "-n", "\\", "!", "*", "~", "é\u202e", "'\\''", "$HOME", "a\tb", "#", "%s"];
        return Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 40].Array[0, 50].SampleAsync(random => ComesBackAsync([.. hostile, .. random]), iter: 30);
    }

    private static async Task ComesBackAsync(string[] texts)
    {
        BufferedCommandResult result = await Cli.Wrap("sh").WithStandardInputPipe(PipeSource.FromString($"printf '%s\\0' {ShellText.Quote(texts)}")).WithArguments("-s").ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(texts, result.StandardOutput.Split('\0')[..^1]);
    }

    [Fact]
    public void A_NUL_is_refused() => Assert.Throws<ArgumentException>(() => ShellText.Quote("a\0b"));
}
