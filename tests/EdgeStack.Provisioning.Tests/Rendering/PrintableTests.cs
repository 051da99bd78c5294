using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Tests.Rendering;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("/plain/path?q=1", "/plain/path?q=1")]
    [InlineData("/grüße/日本/🦊", "/grüße/日本/🦊")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("\u001b[2J", "\\x1b[2J")]
    [InlineData("\u001b]0;title\u0007", "\\x1b]0;title\\x07")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("a\r\nb\0\u007f", "a\\x0d\\x0ab\\x00\\x7f")]
    [InlineData("\u202egpj.exe", "\\u{202e}gpj.exe")]
    [InlineData("a\u2028b\u200d", "a\\u{2028}b\\u{200d}")]
    [InlineData("\ud83d", "\ud83d")]
    public void Nothing_that_a_terminal_would_obey_gets_through(string text, string expected) => Assert.Equal(expected, Printable.Text(text));
}
