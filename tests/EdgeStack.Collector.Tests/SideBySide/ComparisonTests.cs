namespace EdgeStack.Collector.Tests.SideBySide;

public sealed class ComparisonTests
{
    private const string Theirs = """
        # TYPE a_total counter
        a_total{x="1",y=""} 10
        # TYPE b gauge
        b{text="a,b=\"}"} 0.5
        """;

    [Theory]
    [InlineData("# TYPE a_total counter\na_total{x=\"1\"} 10\n# TYPE b gauge\nb{text=\"a,b=\\\"}\"} 0.5", "")]
    [InlineData("# TYPE a_total gauge\na_total{x=\"1\"} 11\n# TYPE b gauge\nb{text=\"a,b=\\\"}\"} 0.5", "a_total (type)")]
    [InlineData("# TYPE a_total counter\na_total{x=\"1\"} 13\n# TYPE b gauge\nb{text=\"a,b=\\\"}\"} 0.5", "a_total{x=\"1\"}")]
    [InlineData("# TYPE a_total counter\na_total{x=\"2\"} 10\n# TYPE b gauge\nb{text=\"a,b=\\\"}\"} 0.5", "a_total{x=\"1\"} a_total{x=\"2\"}")]
    [InlineData("# TYPE a_total counter\na_total{x=\"1\"} 10", "b{text=\"a,b=\\\"}\"}")]
    [InlineData("# TYPE a_total counter\na_total{x=\"1\"} 10\n# TYPE b gauge\nb{text=\"a,b=\\\"}\"} NaN", "b{text=\"a,b=\\\"}\"}")]
    public void A_page_that_differs_is_told_apart_by_series(string ours, string different)
    {
        Scrape before = Scrape.Of(Theirs), after = Scrape.Of(Theirs.Replace("} 10", "} 12", StringComparison.Ordinal));

        Assert.Equal(different, string.Join(' ', Comparison.Differences(before, Scrape.Of(ours), after, []).Keys.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_tolerance_holds_for_its_series_alone_and_only_so_far()
    {
        Scrape theirs = Scrape.Of("a 10\nb 10"), ours = Scrape.Of("a 12\nb 12");

        Assert.Equal(["b"], Comparison.Differences(theirs, ours, theirs, [new("a*", 2, "moves")]).Keys);
        Assert.Equal(["a", "b"], Comparison.Differences(theirs, ours, theirs, [new("a*", 1, "moves")]).Keys);
    }
}
