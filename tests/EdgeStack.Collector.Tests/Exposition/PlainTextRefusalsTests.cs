using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

/// <summary>What is no text of the plain format 0.0.4: each text with the line that is wrong and a part of the reason.</summary>
public sealed class PlainTextRefusalsTests
{
    public static TheoryData<string, int, string> Cases => new()
    {
        // Lines.
        { "x 1", 1, "in the middle of a line" },
        { "x 1\ny", 2, "in the middle of a line" },
        { "x 1\r\n", 1, "no number" },
        { "\r\n", 1, "begin with a name" },
        { "<html>\n", 1, "begin with a name" },
        { "{\"error\": \"no\"}\n", 1, "begin with a name" },

        // Names and labels.
        { "1x 1\n", 1, "begin with a name" },
        { "x.y 1\n", 1, "a blank is missing" },
        { "x-y 1\n", 1, "a blank is missing" },
        { "é 1\n", 1, "begin with a name" },
        { "{\"x.y\"} 1\n", 1, "begin with a name" },
        { "x{ 1\n", 1, "begin with a label's name" },
        { "x{a} 1\n", 1, "'=' is missing" },
        { "x{a=} 1\n", 1, "begin with a quote" },
        { "x{a=b} 1\n", 1, "begin with a quote" },
        { "x{a='b'} 1\n", 1, "begin with a quote" },
        { "x{a=\"b} 1\n", 1, "does not end" },
        { "x{a=\"b\n\"} 1\n", 1, "does not end" },
        { "x{a=\"b\\\"} 1\n", 1, "does not end" },
        { "x{a=\"b\" 1\n", 1, "is missing behind the label" },
        { "x{a=\"b\",\n", 1, "is missing behind the label" },
        { "x{a=\"b\",,} 1\n", 1, "begin with a label's name" },
        { "x{,} 1\n", 1, "begin with a label's name" },
        { "x{,a=\"b\"} 1\n", 1, "begin with a label's name" },
        { "x{a=\"b\" c=\"d\"} 1\n", 1, "is missing behind the label" },
        { "x{1=\"b\"} 1\n", 1, "begin with a label's name" },
        { "x{a:b=\"c\"} 1\n", 1, "'=' is missing" },
        { "x{a=\"b\",a=\"c\"} 1\n", 1, "stands twice" },
        { "x{__name__=\"y\"} 1\n", 1, "stands twice" },
        { "x{a=\"\\t\"} 1\n", 1, "no escape" },
        { "x{a=\"C:\\dir\"} 1\n", 1, "no escape" },

        // Values and times.
        { "x\n", 1, "a value is missing" },
        { "x \n", 1, "no number" },
        { "x{a=\"b\"}\n", 1, "a value is missing" },
        { "x{a=\"b\"}1\n", 1, "a blank is missing" },
        { "x one\n", 1, "no number" },
        { "x 1_000\n", 1, "no number" },
        { "x 1,5\n", 1, "no number" },
        { "x 0x10\n", 1, "no number" },
        { "x 0x1p3\n", 1, "no number" },
        { "x 1e999\n", 1, "no number" },
        { "x -1e999\n", 1, "no number" },
        { "x -nan\n", 1, "no number" },
        { "x 1 now\n", 1, "no time" },
        { "x 1 1.5\n", 1, "no time" },
        { "x 1 9223372036854775808\n", 1, "no time" },
        { "x 1 2 3\n", 1, "behind the sample" },
        { "x 1 # {a=\"b\"} 1\n", 1, "no time" },
        { "x 1 2 # {a=\"b\"} 1\n", 1, "behind the sample" },

        // What is said of families.
        { "# TYPE\n", 1, "a name is missing" },
        { "# HELP\n", 1, "a name is missing" },
        { "# TYPE 1x gauge\n", 1, "begin with a name" },
        { "# TYPE x\n", 1, "no type" },
        { "# TYPE x meter\n", 1, "no type" },
        { "# TYPE x unknown\n", 1, "no type" },
        { "# TYPE x stateset\n", 1, "no type" },
        { "# TYPE x gauge more\n", 1, "no type" },
        { "# TYPE x{a=\"b\"} gauge\n", 1, "a blank is missing" },
        { "# HELP x with \\escape\n", 1, "no escape" },
        { "# HELP x with \\\"\n", 1, "no escape" },
        { "# HELP x a\n# HELP x b\n", 2, "given twice" },
        { "# TYPE x gauge\n# TYPE x gauge\n", 2, "given twice" },
        { "x 1\n# TYPE x gauge\n", 2, "behind its first sample" },
        { "x 1\n# HELP x a\n", 2, "behind its first sample" },
        { "# HELP x a\n# HELP y b\n# TYPE x gauge\n", 3, "was there already" },

        // Families one after the other.
        { "x{a=\"1\"} 1\ny 1\nx{a=\"2\"} 1\n", 3, "was there already" },
        { "x 1\nx 2\n", 2, "stands twice" },
        { "x 1 1\nx 1 2\n", 2, "stands twice" },
        { "x{a=\"1\",b=\"2\"} 1\nx{b=\"2\",a=\"1\"} 1\n", 2, "stands twice" },
        { "x{a=\"1\"} 1\nx{a=\"1\",} 1\n", 2, "stands twice" },
        { "x{a=\"\"} 1\nx 1\n", 2, "stands twice" },
        { "# TYPE h histogram\nh 1\n", 2, "was there already" },
        { "# TYPE h histogram\nh_bucket 1\n", 2, "'le' is missing" },
        { "# TYPE h histogram\nh_bucket{le=\"big\"} 1\n", 2, "'le' is no number" },
        { "# TYPE h histogram\nh_sum 1\n# TYPE h_count counter\nh_count 1\n", 3, "was there already" },
        { "# TYPE h_count counter\nh_count 1\n# TYPE h histogram\nh_sum 1\n", 4, "has samples named 'h_count'" },
        { "# TYPE s summary\ns 1\n", 2, "'quantile' is missing" },
        { "# TYPE s summary\ns{quantile=\"half\"} 1\n", 2, "'quantile' is no number" },
        { "# TYPE s summary\ns_sum 1\ns_bucket{le=\"1\"} 1\ns_count 1\n", 4, "was there already" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_text_that_is_not_of_the_plain_format_is_refused_as_a_whole(string text, int line, string why)
    {
        string refusal = Exposed.Refusal(text, ExpositionFormat.PlainText);

        Assert.StartsWith($"{line}: ", refusal, StringComparison.Ordinal);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
    }
}
