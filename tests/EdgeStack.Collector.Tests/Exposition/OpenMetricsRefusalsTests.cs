using EdgeStack.Collector.Exposition;

namespace EdgeStack.Collector.Tests.Exposition;

/// <summary>What is no OpenMetrics: each text with the line that is wrong and a part of the reason. Most of the rules are those that the specification's own cases are about.</summary>
public sealed class OpenMetricsRefusalsTests
{
    private const string Hist = "# TYPE h histogram\n", Sum = "# TYPE s summary\n", Count = "# TYPE c counter\n", GaugeHist = "# TYPE g gaugehistogram\n";

    /// <summary>Texts without their end, which is put behind them.</summary>
    public static TheoryData<string, int, string> Cases => new()
    {
        // Lines.
        { "\n", 1, "empty" },
        { "x 1\n\n", 2, "empty" },
        { " x 1\n", 1, "begin with a name" },
        { "\tx 1\n", 1, "begin with a name" },
        { "x 1\r\n", 1, "no number" },
        { "# EOF\n", 1, "goes on behind its end" },
        { "# EOF\nx 1\n", 1, "goes on behind its end" },
        { "# EOF \n", 1, "none of HELP" },
        { "#EOF\n", 1, "a blank is missing" },
        { "# a remark\n", 1, "none of HELP" },
        { "#\n", 1, "HELP, TYPE or UNIT is missing" },
        { "#  TYPE x gauge\n", 1, "none of HELP" },
        { "#TYPE x gauge\n", 1, "a blank is missing" },
        { "# type x gauge\n", 1, "none of HELP" },
        { "# TYPEx gauge\n", 1, "none of HELP" },

        // Names.
        { "1x 1\n", 1, "begin with a name" },
        { "x.y 1\n", 1, "a blank is missing" },
        { "x-y 1\n", 1, "a blank is missing" },
        { "ö 1\n", 1, "begin with a name" },
        { "{\"x.y\"} 1\n", 1, "begin with a name" },
        { "{a=\"b\"} 1\n", 1, "begin with a name" },

        // Labels.
        { "x{ 1\n", 1, "begin with a label's name" },
        { "x{a} 1\n", 1, "'=' is missing" },
        { "x{a=} 1\n", 1, "begin with a quote" },
        { "x{a=b} 1\n", 1, "begin with a quote" },
        { "x{a='b'} 1\n", 1, "begin with a quote" },
        { "x{a=\"b} 1\n", 1, "does not end" },
        { "x{a=\"b\\\"} 1\n", 1, "does not end" },
        { "x{a=\"b\" 1\n", 1, "is missing behind the label" },
        { "x{a=\"b\"", 1, "is missing behind the label" },
        { "x{a=\"b\",} 1\n", 1, "a comma stands" },
        { "x{,a=\"b\"} 1\n", 1, "begin with a label's name" },
        { "x{,} 1\n", 1, "begin with a label's name" },
        { "x{a=\"b\",,c=\"d\"} 1\n", 1, "begin with a label's name" },
        { "x{a=\"b\"c=\"d\"} 1\n", 1, "is missing behind the label" },
        { "x{a=\"b\"c} 1\n", 1, "is missing behind the label" },
        { "x{a=\"b\", c=\"d\"} 1\n", 1, "begin with a label's name" },
        { "x{ a=\"b\"} 1\n", 1, "begin with a label's name" },
        { "x{a =\"b\"} 1\n", 1, "'=' is missing" },
        { "x{a= \"b\"} 1\n", 1, "begin with a quote" },
        { "x{a=\"b\" } 1\n", 1, "is missing behind the label" },
        { "x {a=\"b\"} 1\n", 1, "no number" },
        { "x{1=\"b\"} 1\n", 1, "begin with a label's name" },
        { "x{a:b=\"c\"} 1\n", 1, "'=' is missing" },
        { "x{\"a\"=\"c\"} 1\n", 1, "begin with a label's name" },
        { "x{a=\"b\",a=\"c\"} 1\n", 1, "stands twice" },
        { "x{__name__=\"y\"} 1\n", 1, "stands twice" },

        // Values.
        { "x\n", 1, "a value is missing" },
        { "x \n", 1, "no number" },
        { "x{a=\"b\"}\n", 1, "a value is missing" },
        { "x{a=\"b\"}1\n", 1, "a blank is missing" },
        { "x  1\n", 1, "no number" },
        { "x\t1\n", 1, "a blank is missing" },
        { "x 1 \n", 1, "no time" },
        { "x 1\t\n", 1, "a blank is missing before a time" },
        { "x one\n", 1, "no number" },
        { "x 1_000\n", 1, "no number" },
        { "x 1,5\n", 1, "no number" },
        { "x 0x10\n", 1, "no number" },
        { "x 0x1p3\n", 1, "no number" },
        { "x 0b1\n", 1, "no number" },
        { "x 0o7\n", 1, "no number" },
        { "x .\n", 1, "no number" },
        { "x -\n", 1, "no number" },
        { "x 1e\n", 1, "no number" },
        { "x 1e+\n", 1, "no number" },
        { "x --1\n", 1, "no number" },
        { "x +NaN\n", 1, "no number" },
        { "x infinit\n", 1, "no number" },
        { "x ∞\n", 1, "no number" },
        { "x 1e999\n", 1, "no number" },
        { "x 1\0\n", 1, "no number" },

        // Times.
        { "x 1 now\n", 1, "no time" },
        { "x 1 1_0\n", 1, "no time" },
        { "x 1 NaN\n", 1, "no time" },
        { "x 1 +Inf\n", 1, "no time" },
        { "x 1 1.2.3\n", 1, "no time" },
        { "x 1 0x5\n", 1, "no time" },
        { "x 1 1 2\n", 1, "behind the sample" },
        { "x 1  2\n", 1, "no time" },
        { "x 1 2 \n", 1, "behind the sample" },

        // What is said of families.
        { "# HELP\n", 1, "a name is missing" },
        { "# HELP \n", 1, "a name is missing" },
        { "# HELP x\n", 1, "a text is missing" },
        { "# HELP x\tmore\n", 1, "a blank is missing" },
        { "# HELP 1x more\n", 1, "begin with a name" },
        { "# HELP x ends with\\\n", 1, "ends with a backslash" },
        { "# TYPE\n", 1, "a name is missing" },
        { "# TYPE x\n", 1, "a type is missing" },
        { "# TYPE x \n", 1, "no type" },
        { "# TYPE x  gauge\n", 1, "no type" },
        { "# TYPE x gauge \n", 1, "no type" },
        { "# TYPE x Gauge\n", 1, "no type" },
        { "# TYPE x untyped\n", 1, "no type" },
        { "# TYPE x meter\n", 1, "no type" },
        { "# UNIT x\n", 1, "a text is missing" },
        { "# UNIT x sec onds\n", 1, "no unit" },
        { "# UNIT x seconds\n", 2, "does not end with its unit" },
        { "# UNIT xseconds seconds\n", 2, "does not end with its unit" },
        { "# UNIT x_bytes bytes\n# TYPE x_bytes info\n", 3, "cannot have one" },
        { "# UNIT x_bytes bytes\n# TYPE x_bytes stateset\n", 3, "cannot have one" },
        { "# HELP x a\n# HELP x a\n", 2, "given twice" },
        { "# TYPE x gauge\n# TYPE x gauge\n", 2, "given twice" },
        { "# TYPE x gauge\n# TYPE x counter\n", 2, "given twice" },
        { "# UNIT x_s s\n# UNIT x_s s\n", 2, "given twice" },
        { "x 1\n# TYPE x gauge\n", 2, "behind its first sample" },
        { "x 1\n# HELP x a\n", 2, "behind its first sample" },
        { "# TYPE x gauge\n# HELP y b\n# HELP x a\n", 3, "was there already" },

        // Families one after the other.
        { "x{a=\"1\"} 1\ny 1\nx{a=\"2\"} 1\n", 3, "was there already" },
        { "# TYPE x gauge\nx 1\ny 1\n# TYPE x gauge\n", 4, "was there already" },
        { "x 1\nx 2\n", 2, "stands twice" },
        { "x 1 1\nx 2 2\n", 2, "stands twice" },
        { "x{a=\"1\",b=\"2\"} 1\nx{b=\"2\",a=\"1\"} 1\n", 2, "stands twice" },
        { "x{a=\"\"} 1\nx 1\n", 2, "stands twice" },
        { "x{} 1\nx 1\n", 2, "stands twice" },
        { Count + "c_total 1\n# TYPE c_total gauge\nc_total 1\n", 3, "was there already" },
        { "# TYPE c_total gauge\nc_total 1\n" + Count + "c_total 1\n", 4, "has samples named 'c_total'" },
        { "# TYPE c_created gauge\nc_created 1\n" + Count + "c_total 1\n", 4, "has samples named 'c_created'" },
        { "# TYPE h_count gauge\n" + Hist, 3, "has samples named 'h_count'" },
        { "# TYPE x info\nx_info 1\nx 1\n", 3, "was there already" },

        // Names of samples.
        { Count + "c 1\n", 2, "was there already" },
        { "# TYPE c_total counter\nc_total 1\n", 2, "was there already" },
        { "# TYPE x info\nx 1\n", 2, "was there already" },
        { Hist + "h 1\n", 2, "was there already" },
        { GaugeHist + "g 1\n", 2, "was there already" },

        // Counters, infos and sets of states.
        { Count + "c_total -1\n", 2, "a counter is negative" },
        { Count + "c_total -Inf\n", 2, "a counter is negative" },
        { Count + "c_total NaN\n", 2, "a counter is negative" },
        { Count + "c_total 1\nc_created NaN\n", 3, "the time at which a series began" },
        { "# TYPE x info\nx_info 0\n", 2, "not 1" },
        { "# TYPE x info\nx_info{a=\"b\"} 2\n", 2, "not 1" },
        { "# TYPE x info\nx_info NaN\n", 2, "not 1" },
        { "# TYPE x stateset\nx 1\n", 2, "'x' is missing" },
        { "# TYPE x stateset\nx{a=\"b\"} 0\n", 2, "'x' is missing" },
        { "# TYPE x stateset\nx{x=\"b\"} 2\n", 2, "neither 0 nor 1" },
        { "# TYPE x stateset\nx{x=\"b\"} NaN\n", 2, "neither 0 nor 1" },

        // Histograms.
        { Hist + "h_bucket 1\n", 2, "'le' is missing" },
        { Hist + "h_bucket{le=\"\"} 1\n", 2, "'le' is missing" },
        { Hist + "h_bucket{le=\"big\"} 1\n", 2, "'le' is no number" },
        { Hist + "h_bucket{le=\"NaN\"} 1\n", 2, "'le' is no number" },
        { Hist + "h_sum 1\n", 3, "no bucket" },
        { Hist + "h_count 1\nh_sum 1\n", 4, "no bucket" },
        { Hist + "h_created 1\n", 3, "no bucket" },
        { Hist + "h_bucket{le=\"1\"} 0\n", 3, "no bucket" },
        { Hist + "h_bucket{le=\"1\"} 0\nh_count 0\nh_sum 0\n", 5, "no bucket" },
        { Hist + "h_bucket{a=\"b\",le=\"1\"} 0\nh_bucket{a=\"c\",le=\"+Inf\"} 0\n", 3, "no bucket" },
        { Hist + "h_bucket{le=\"+Inf\"} 1\nh_count 2\nh_sum 0\n", 5, "is not what its bucket" },
        { Hist + "h_bucket{le=\"+Inf\"} 1\nh_count 1\n", 4, "only one of sum and count" },
        { Hist + "h_bucket{le=\"+Inf\"} 1\nh_sum 1\n", 4, "only one of sum and count" },
        { Hist + "h_bucket{le=\"-1\"} 0\nh_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum 1\n", 6, "below 0" },
        { Hist + "h_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum -1\n", 4, "a sum is negative" },
        { Hist + "h_bucket{le=\"+Inf\"} 1\nh_count 1\nh_sum NaN\n", 4, "a sum is negative" },
        { Hist + "h_bucket{le=\"2\"} 0\nh_bucket{le=\"1\"} 0\nh_bucket{le=\"+Inf\"} 0\n", 3, "do not stand in order" },
        { Hist + "h_bucket{le=\"+Inf\"} 0\nh_bucket{le=\"1\"} 0\n", 3, "do not stand in order" },
        { Hist + "h_bucket{le=\"1\"} 0\nh_bucket{le=\"1.0\"} 0\nh_bucket{le=\"+Inf\"} 0\n", 3, "do not stand in order" },
        { Hist + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\n", 3, "less than the one before" },
        { Hist + "h_bucket{le=\"+Inf\"} -1\n", 2, "a count is negative" },
        { Hist + "h_bucket{le=\"+Inf\"} NaN\n", 2, "a count is negative" },
        { Hist + "h_bucket{le=\"+Inf\"} 0.5\n", 2, "no whole number" },
        { Hist + "h_count NaN\n", 2, "a count is negative" },
        { Hist + "h_bucket{a=\"b\",le=\"+Inf\"} 0\nh_bucket{a=\"c\",le=\"+Inf\"} 0\nh_count{a=\"b\"} 0\n", 4, "do not stand together" },
        { GaugeHist + "g_bucket{le=\"+Inf\"} 1\ng_gcount 1\n", 4, "only one of sum and count" },
        { GaugeHist + "g_bucket{le=\"+Inf\"} 1\ng_gcount 1\ng_gsum -1\n", 5, "the sum of a histogram" },
        { GaugeHist + "g_gsum 1\ng_gcount 1\n", 4, "no bucket" },
        { GaugeHist + "g_bucket{le=\"+Inf\"} 1\ng_gcount 2\ng_gsum 1\n", 5, "is not what its bucket" },

        // Summaries.
        { Sum + "s 1\n", 2, "'quantile' is missing" },
        { Sum + "s{quantile=\"half\"} 1\n", 2, "'quantile' is no number" },
        { Sum + "s{quantile=\"NaN\"} 1\n", 2, "'quantile' is no number" },
        { Sum + "s{quantile=\"-0.1\"} 1\n", 2, "between 0 and 1" },
        { Sum + "s{quantile=\"1.1\"} 1\n", 2, "between 0 and 1" },
        { Sum + "s{quantile=\"0.5\"} -1\n", 2, "quantile is negative" },
        { Sum + "s_count -1\n", 2, "a count is negative" },
        { Sum + "s_count 1.5\n", 2, "no whole number" },
        { Sum + "s_sum NaN\n", 2, "a sum is negative" },
        { Sum + "s_sum -1\n", 2, "a sum is negative" },
        { Sum + "s_count{a=\"b\"} 1\ns_count{a=\"c\"} 1\ns_sum{a=\"b\"} 1\n", 4, "do not stand together" },

        // Exemplars.
        { "x 1 # {} 1\n", 1, "only a counter or a bucket" },
        { "# TYPE x gauge\nx 1 # {a=\"b\"} 1\n", 2, "only a counter or a bucket" },
        { Sum + "s{quantile=\"0.5\"} 1 # {a=\"b\"} 1\n", 2, "only a counter or a bucket" },
        { Hist + "h_count 1 # {a=\"b\"} 1\n", 2, "only a counter or a bucket" },
        { Count + "c_created 1 # {a=\"b\"} 1\n", 2, "only a counter or a bucket" },
        { Count + "c_total 1 #\n", 2, "no time" },
        { Count + "c_total 1 # \n", 2, "begin with its labels" },
        { Count + "c_total 1 # 1\n", 2, "begin with its labels" },
        { Count + "c_total 1 # {a=\"b\"}\n", 2, "the value of an exemplar is missing" },
        { Count + "c_total 1 # {a=\"b\"} \n", 2, "no number" },
        { Count + "c_total 1 # {a=\"b\"} x\n", 2, "no number" },
        { Count + "c_total 1 # {a=\"b\"}1\n", 2, "a blank is missing" },
        { Count + "c_total 1 #{a=\"b\"} 1\n", 2, "no time" },
        { Count + "c_total 1 # {a=\"b\",a=\"c\"} 1\n", 2, "stands twice" },
        { Count + "c_total 1 # {a=\"b\"} 1 x\n", 2, "no time" },
        { Count + "c_total 1 # {a=\"b\"} 1 NaN\n", 2, "no time" },
        { Count + "c_total 1 # {a=\"b\"} 1 2 3\n", 2, "behind the exemplar" },
        { Count + "c_total 1 2 # {a=\"b\"} 1 \n", 2, "no time" },
        { Count + "c_total 1# {a=\"b\"} 1\n", 2, "no number" },
        { Count + $"c_total 1 # {{a=\"{new string('b', 128)}\"}} 1\n", 2, "more than 128 letters" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_text_that_is_no_OpenMetrics_is_refused_as_a_whole(string text, int line, string why)
    {
        string refusal = Exposed.Refusal(text + "# EOF\n", ExpositionFormat.OpenMetrics);

        Assert.StartsWith($"{line}: ", refusal, StringComparison.Ordinal);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1, "'# EOF' is missing")]
    [InlineData("x 1\n", 1, "'# EOF' is missing")]
    [InlineData("x 1\n# EO", 2, "in the middle of a line")]
    [InlineData("x 1\n# EOF\r\n", 2, "none of HELP")]
    [InlineData("x 1", 1, "in the middle of a line")]
    [InlineData("x 1\n# EOF\n\n", 2, "goes on behind its end")]
    [InlineData("x 1\n# EOFx 1\n", 2, "none of HELP")]
    public void A_text_that_was_cut_is_refused(string text, int line, string why)
    {
        string refusal = Exposed.Refusal(text, ExpositionFormat.OpenMetrics);

        Assert.StartsWith($"{line}: ", refusal, StringComparison.Ordinal);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
    }
}
