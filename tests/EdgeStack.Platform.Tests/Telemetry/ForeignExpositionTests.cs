using System.Text;
using CsCheck;
using EdgeStack.Telemetry;
using EdgeStack.Telemetry.Foreign;

namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class ForeignExpositionTests
{
    private static readonly string[] Prefixes = ["other_", "quic_"];

    [Theory]
    [InlineData("foreign.txt")]
    [InlineData("foreign.openmetrics.txt")]
    public void What_another_program_exposes_stands_in_ours_in_either_format(string golden)
    {
        GoldenCase expected = GoldenCase.Read("", golden);

        expected.Check(Text(expected.Input, golden.Contains("openmetrics", StringComparison.Ordinal) ? MetricsFormat.OpenMetrics : MetricsFormat.PlainText));
    }

    [Theory]
    [InlineData("other_a")]
    [InlineData("other_a x")]
    [InlineData("other_a 0x10")]
    [InlineData("other_a 1 2 3")]
    [InlineData("other_a{ 1")]
    [InlineData("other_a{b} 1")]
    [InlineData("other_a{b=c} 1")]
    [InlineData("other_a{b=\"c} 1")]
    [InlineData("other_a{b=\"c\"d=\"e\"} 1")]
    [InlineData("other_a{b=\"c\",b=\"e\"} 1")]
    [InlineData("other_a{b:c=\"d\"} 1")]
    [InlineData("other_a{b=\"\\x\"} 1")]
    [InlineData("other_a{b=\"c\"}1")]
    [InlineData("other-a 1")]
    [InlineData(" other_a 1")]
    [InlineData("# EOF")]
    public void A_line_that_is_wrong_is_left_out_and_no_other(string line)
    {
        Assert.Equal(
            "# TYPE other_before untyped\nother_before 1\n# TYPE other_behind untyped\nother_behind 2\n",
            Text($"other_before 1\n{line}\nother_behind 2\n", MetricsFormat.PlainText));
    }

    [Fact]
    public void A_series_stands_there_once_and_there_are_not_more_than_allowed()
    {
        string text = string.Concat(Enumerable.Range(0, 20).Select(i => $"other_a{{i=\"{i / 2}\"}} {i}\n"));

        Assert.Equal(7, Text(text, MetricsFormat.PlainText, mostSeries: 7).Split('\n').Count(line => line.StartsWith("other_a", StringComparison.Ordinal)));
        Assert.Equal(10, Text(text, MetricsFormat.PlainText).Split('\n').Count(line => line.StartsWith("other_a", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whatever_comes_read_again_it_is_the_same()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.Const("other_a"), Gen.Const("quic_b_total"), Gen.Const("# TYPE "), Gen.Const("# HELP "), Gen.Const("counter"), Gen.Const("histogram"), Gen.Const("{le=\"1\"}"),
            Gen.Const(" "), Gen.Const(" 1"), Gen.Const(" NaN"), Gen.Const("\n"), Gen.Const("\\"), Gen.Const("\""), Gen.Const(","), Gen.Const("_bucket"), Gen.String);
        piece.Array[0, 40].Select(string.Concat).Sample(text =>
        {
            string once = Text(text, MetricsFormat.PlainText);
            Assert.Equal(once, Text(once, MetricsFormat.PlainText));
        });
    }

    private static string Text(string exposition, MetricsFormat format, int mostSeries = 100) =>
        Encoding.UTF8.GetString(ForeignExposition.Read(exposition, Prefixes, mostSeries).As(format).Span);
}
