using EdgeStack.Provisioning.AccessLog;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Tests.AccessLog;

public sealed class AccessLineTests
{
    [Theory]
    [InlineData(
        """{"time":"2026-11-22T12:03:01.5Z","route":"default/whoami/0","host":"whoami.localhost","method":"GET","path":"/","status":200,"duration":0.0021,"upstream":"default/whoami:80","bytesOut":12}""",
        "12:03:01 200 GET whoami.localhost/ 2.1 ms default/whoami/0")]
    [InlineData(
        """{"time":"2026-11-22T14:03:01+02:00","route":null,"host":"nobody.example","method":"POST","path":"/a","status":404,"duration":0.25,"error":"no route"}""",
        "12:03:01 404 POST nobody.example/a 250 ms - no route")]
    [InlineData("""{"status":502,"duration":12.345,"host":"h","path":"/"}""", "--:--:-- 502 - h/ 12.35 s -")]
    [InlineData("""{}""", "--:--:-- --- -  - -")]
    [InlineData(
        """{"time":"2026-11-22T12:03:01Z","route":"r","host":"h","method":"G\u001b[2JET","path":"/\u001b]0;own\u0007\u202e\r\n12:03:02 200","status":200,"duration":0}""",
        "12:03:01 200 G\\x1b[2JET h/\\x1b]0;own\\x07\\u{202e}\\x0d\\x0a12:03:02 200 0.0 ms r")]
    [InlineData("not \u001b[31mJSON", "not \\x1b[31mJSON")]
    [InlineData("[1]", "[1]")]
    [InlineData("null", "null")]
    public void A_line_of_the_access_log_is_short_and_harmless(string json, string expected)
    {
        using StringWriter output = new();
        Screen screen = new(output, TextWriter.Null);

        screen.Data(AccessLine.Of(json, TimeZoneInfo.Utc));

        Assert.Equal(expected + "\n", output.ToString());
    }

    [Fact]
    public void A_long_line_is_never_folded()
    {
        using StringWriter output = new();
        Screen screen = new(output, TextWriter.Null);

        screen.Data(AccessLine.Of($$"""{"path":"/{{new string('x', 4000)}} {{new string('y', 4000)}}"}""", TimeZoneInfo.Utc));

        Assert.Equal(1, output.ToString().Count(letter => letter == '\n'));
    }
}
