using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Settings;
using EdgeStack.Hosting.Log;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed partial class FormatTests
{
    [Theory]
    [InlineData("Json", "access-line.golden")]
    [InlineData("Traefik", "access-line-traefik.golden")]
    [InlineData("Clf", "access-line-clf.golden")]
    public void A_line_has_these_fields_in_this_order(string format, string golden)
    {
        IAccessLogFormat one = AccessLogFormats.Of(Enum.Parse<AccessLogFormat>(format));
        System.Buffers.ArrayBufferWriter<byte> lines = new();
        AccessRecord full = Records.Some();
        full.SampledAt = 0.1;
        foreach (AccessRecord record in format == "Json" ? [full] : (AccessRecord[])[full, Bare()]) // the page of our own fields is checked against one object
        {
            one.Write(lines, record);
            System.Buffers.BuffersExtensions.Write(lines, "\n"u8);
        }

        GoldenCase.Read("", golden).Check(Encoding.UTF8.GetString(lines.WrittenSpan));
    }

    public static TheoryData<string> Hostile =>
    [
        "\r\n{\"injected\":true}", "\u001b[31mred", "\u009b31mred", "\u202egnp.exe", "\u2066x\u2069\u200f\u061c\ufeff", "\u2028\u2029\u0085", "\0", "\"quoted\"\\", "\\\" 200 1 \"-\"", "\ud800", "a b\tc", "\u007f",
        "a\U000e0041\U000e007fb", "\U000e0001", "\U000e0100\U000e0fff", "\U0001bca0\U0001d173\U00013430", "\udb40a", "a\udb40",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void LG_01_Whatever_a_visitor_sends_stays_inside_its_field_on_one_line(string text)
    {
        foreach (AccessLogFormat format in Enum.GetValues<AccessLogFormat>())
            CheckIsContained(text, format);
    }

    [Fact]
    public void LG_01_No_text_at_all_escapes_from_its_field() => Gen.Select(Gen.String, Gen.Enum<AccessLogFormat>()).Sample((text, format) => CheckIsContained(text, format));

    [Fact]
    public void LG_01_A_text_is_the_same_after_reading_the_json()
    {
        foreach (string text in Hostile.Select(row => (string)row.Data).Where(text => !text.EnumerateRunes().Contains(Rune.ReplacementChar)))
        {
            using JsonDocument parsed = JsonDocument.Parse(Records.Some(path: text, userAgent: text, host: text).Line());
            Assert.All((string[])["path", "userAgent", "host"], field => Assert.Equal(text, parsed.RootElement.GetProperty(field).GetString()));
        }
    }

    [Fact]
    public void Times_are_the_same_after_reading_the_json() => Gen.Select(Gen.Long[0, TimeSpan.TicksPerDay], Gen.DateTime).Sample((ticks, time) =>
    {
        AccessRecord record = Records.Some(time: new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)));
        record.Duration = TimeSpan.FromTicks(ticks);
        using JsonDocument line = JsonDocument.Parse(record.Line());
        Assert.Equal(record.Time, line.RootElement.GetProperty("time").GetDateTimeOffset());
        Assert.Equal(ticks, (double)(line.RootElement.GetProperty("duration").GetDecimal() * TimeSpan.TicksPerSecond), TimeSpan.TicksPerMicrosecond / 2.0);
    });

    [Fact]
    public void The_target_of_a_question_to_the_server_itself_is_an_asterisk_in_every_format() =>
        Assert.All(Enum.GetValues<AccessLogFormat>(), format => Assert.Matches("""[" ]\*[" ]""", Records.Some(path: "*", query: "").Line(format)));

    [Fact]
    public void A_letter_of_two_halves_stays_whole_wherever_it_stands()
    {
        for (int before = 0; before < 300; before++)
            Assert.Contains("\U0001f680", Records.Some(userAgent: new string('a', before) + "\U0001f680").Line(AccessLogFormat.Clf), StringComparison.Ordinal);
    }

    [Fact]
    public void LG_01_What_is_visible_beyond_the_first_plane_stays_as_it_is()
    {
        const string Visible = "\U0001f680 \U0001d11e \U0001d160 \U00013000 \U0001bc9c \U0002000b";
        Assert.Contains(Visible, Records.Some(userAgent: Visible).Line(AccessLogFormat.Clf), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r\nb\u001b[2J\u009bc", "a  b [2J c")]
    [InlineData("a\u202eb\u200bc\u2028d", "a b c d")]
    [InlineData("a\U000e0041b\U000e007f", "a  b  ")]
    [InlineData("\u00fcber \U0001f680 \U0001d11e", "\u00fcber \U0001f680 \U0001d11e")]
    public void A_line_of_the_program_s_log_has_blanks_for_what_moves_a_cursor_or_hides(string text, string line) => Assert.Equal(line, LogText.OneLine(text));

    [Theory]
    [InlineData("?token=abc&page=2", "?token=***&page=2")]
    [InlineData("?access%5Ftoken=abc", "?access%5Ftoken=***")]
    [InlineData("?a=1&PASSWORD=x&b", "?a=1&PASSWORD=***&b")]
    [InlineData("?a=1;pwd=x", "?a=1;pwd=***")]
    [InlineData("?page=2&sort=name", "?page=2&sort=name")]
    [InlineData("?pass=x&OTP=1&pin=2&sid=3", "?pass=***&OTP=***&pin=***&sid=***")]
    [InlineData("?shipping=2&inside=3&laptop=4", "?shipping=2&inside=3&laptop=4")]
    [InlineData("?SAMLResponse=abc&PHPSESSID=1&ticket=ST-1&hmac=2&bearer=3&assertion=4", "?SAMLResponse=***&PHPSESSID=***&ticket=***&hmac=***&bearer=***&assertion=***")]
    [InlineData("?json=%7B%22token%22:%22abc%22%7D&x=1", "?json=***&x=1")]
    [InlineData("?json=%7B%22name%22:%22ann%22%7D", "?json=%7B%22name%22:%22ann%22%7D")]
    [InlineData("?url=http://ann:secret@www.example.com/&x=1", "?url=***&x=1")]
    [InlineData("?mail=ann@example.com&url=http://www.example.com/@ann", "?mail=ann@example.com&url=http://www.example.com/@ann")]
    [InlineData("?sig", "?sig")]
    [InlineData("?refresh=abc&private=x&refreshed=1&privately=2", "?refresh=***&private=***&refreshed=1&privately=2")]
    [InlineData("?token%3Dabc&x%3D1", "?***&x%3D1")]
    [InlineData("?token%253Dabc", "?***")]
    [InlineData("?{\"token\":\"abc\"}", "?***")]
    [InlineData("?%7B%22token%22:%22abc%22%7D&x=1", "?***&x=1")]
    [InlineData("?%7B%22name%22:%22ann%22%7D", "?%7B%22name%22:%22ann%22%7D")]
    [InlineData("?next=%2Fcb%3Ftoken%3Dabc&x=1", "?next=***&x=1")]
    [InlineData("?next=%252Fcb%253Fapi_key%253Dabc", "?next=***")]
    [InlineData("?next=/cb?token=abc", "?next=/cb?token=***")]
    [InlineData("?next=%2Fcb%3Fpage%3D2", "?next=%2Fcb%3Fpage%3D2")]
    [InlineData("?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "?t=***")]
    [InlineData("?eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "?***")]
    public void LG_03_Values_that_are_or_look_like_secrets_are_not_logged(string query, string logged)
    {
        using JsonDocument parsed = JsonDocument.Parse(Records.Some(query: query).Line());
        Assert.Equal(logged, parsed.RootElement.GetProperty("query").GetString());
        Assert.All(Enum.GetValues<AccessLogFormat>(), format => Assert.Contains(logged, Records.Some(query: query).Line(format), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/cart;jsessionid=abc/items", "/cart;jsessionid=***/items")]
    [InlineData("/a;x=1;token=abc", "/a;x=1;token=***")]
    [InlineData("/a;x=1;y/token=abc", "/a;x=1;y/token=abc")]
    [InlineData("/a;sid", "/a;sid")]
    public void LG_03_A_parameter_of_a_path_is_logged_like_one_of_a_query(string path, string logged)
    {
        using JsonDocument parsed = JsonDocument.Parse(Records.Some(path: path).Line());
        Assert.Equal(logged, parsed.RootElement.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData("https://www.example.com/cart;jsessionid=abc?x=1", "https://www.example.com/cart;jsessionid=***?x=1")]
    [InlineData("https://www.example.com/cart;token=abc", "https://www.example.com/cart;token=***")]
    [InlineData("https://ann:secret@www.example.com/a?x=1", "https://***@www.example.com/a?x=1")]
    [InlineData("https://www.example.com/a@b", "https://www.example.com/a@b")]
    [InlineData("https://www.example.com/cb?code=abc#access_token=abc", "https://www.example.com/cb?code=***#***")]
    [InlineData("https://www.example.com/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln/x", "https://www.example.com/***/x")]
    [InlineData("//ann@x", "//***@x")]
    [InlineData("ann:secret@www.example.com/", "***@www.example.com/")]
    [InlineData("/cb?pass=x", "/cb?pass=***")]
    [InlineData("/@ann", "/@ann")]
    [InlineData("", "")]
    public void LG_03_A_referer_is_logged_without_what_is_secret_in_it(string referer, string logged)
    {
        using JsonDocument parsed = JsonDocument.Parse(Records.Some(referer: referer).Line());
        Assert.Equal(logged, parsed.RootElement.GetProperty("referer").GetString());
    }

    [Fact]
    public void LG_03_A_json_web_token_is_nowhere_in_a_line()
    {
        const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
        Assert.All(Enum.GetValues<AccessLogFormat>(), format => Assert.DoesNotContain("eyJ",
            Records.Some(path: $"/reset/{Token}/x", query: $"?a={Token}&b=x{Token}", referer: $"https://x/{Token}?a={Token}", userAgent: $"app {Token}").Line(format), StringComparison.Ordinal));
    }

    private static AccessRecord Bare() => new()
    {
        Time = new DateTimeOffset(2026, 11, 22, 10, 0, 0, 0, TimeSpan.Zero),
        Started = 0,
        Method = "OPTIONS",
        Host = "[::1]:8080",
        Path = "",
        Query = "",
        Protocol = "HTTP/1.0",
        Client = new Gateway.Visitor.ClientAddress("-", "tunnel", null),
        Status = 404,
    };

    private static void CheckIsContained(string text, AccessLogFormat format)
    {
        string line = Records.Some(path: "/" + text, query: "?" + text.Replace("?", "", StringComparison.Ordinal), userAgent: text, host: text, method: text.Replace(" ", "", StringComparison.Ordinal), referer: text).Line(format);
        Assert.DoesNotContain(line, IsTreacherous);
        Assert.DoesNotContain(line.EnumerateRunes(), IsInvisible);
        if (format == AccessLogFormat.Clf)
            Assert.Matches(Clf(), line);
        else
            JsonDocument.Parse(line).Dispose();
    }

    // Written otherwise than in the source on purpose: by Unicode's categories.
    private static bool IsTreacherous(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Control
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator || "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff".Contains(c);

    private static bool IsInvisible(Rune rune) => !rune.IsBmp && (Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format || rune.Value is >= 0xe0000 and <= 0xe0fff)
        && rune.Value is not (0x110bd or 0x110cd); // two number signs of Kaithi, which are seen

    [GeneratedRegex("""^192\.0\.2\.7 - ann \[22/Nov/2026:10:00:00 \+0000\] "(?:[^"\\]|\\.)*" 502 43 "(?:[^"\\]|\\.)*" "(?:[^"\\]|\\.)*" 1 "default/api/0" "http://10\.42\.0\.7:8080" 2ms$""")]
    private static partial Regex Clf();
}
