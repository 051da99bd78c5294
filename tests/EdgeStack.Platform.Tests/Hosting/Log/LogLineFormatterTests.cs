using EdgeStack.Hosting.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Platform.Tests.Hosting.Log;

public sealed class LogLineFormatterTests
{
    [Theory]
    [InlineData("plain text, åäö 路 🦊", "plain text, åäö 路 🦊")]
    [InlineData("a\u001b[31m\r\nb\u0085\u009b", "a [31m  b  ")]
    [InlineData("a\u202eb\u2028c\u2029\u200f\u2066\ufeff\u00ad", "a b c     ")]
    public void A_message_stays_one_line_that_neither_moves_the_cursor_nor_turns_the_direction_of_a_terminal(string message, string written)
    {
        using StringWriter line = new();
        new LogLineFormatter(new FakeTimeProvider()).Write(
            new LogEntry<string>(LogLevel.Warning, "category", default, message, new InvalidOperationException(message), static (text, _) => text), null, line);
        Assert.EndsWith($"Z warning  {written} <- InvalidOperationException: {written}\n", line.ToString(), StringComparison.Ordinal);
    }
}
