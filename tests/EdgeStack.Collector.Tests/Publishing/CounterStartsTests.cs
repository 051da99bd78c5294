using EdgeStack.Collector.Publishing;
using EdgeStack.Collector.Publishing.Points;

namespace EdgeStack.Collector.Tests.Publishing;

public sealed class CounterStartsTests
{
    private readonly CounterStarts _starts = new();

    [Fact]
    public void A_counter_counts_since_its_first_point_and_one_that_fell_since_the_point_before()
    {
        Assert.Equal(At(0), Export(5, 0));
        Assert.Equal(At(0), Export(9, 60));
        Assert.Equal(At(60), Export(1, 120));
        Assert.Equal(At(60), Export(3, 180));
    }

    [Fact]
    public void A_point_that_was_exported_is_not_exported_again()
    {
        Export(5, 0);
        Assert.Null(Export(5, 0));
        Assert.Equal(At(0), Export(5, 60));
    }

    [Fact]
    public void A_counter_that_was_gone_begins_anew()
    {
        Export(5, 0);
        _starts.Begin();
        Assert.Equal(At(120), Export(9, 120));
    }

    [Fact]
    public void Counters_are_told_apart_by_instrument_and_attributes()
    {
        _starts.Begin();
        Assert.Equal(At(0), _starts.Of("a", new ExportedPoint(5, At(0), [new("x", "1")])));
        Assert.Equal(At(60), _starts.Of("a", new ExportedPoint(1, At(60), [new("x", "2")])));
        Assert.Equal(At(60), _starts.Of("b", new ExportedPoint(1, At(60), [new("x", "1")])));
    }

    private DateTimeOffset? Export(double value, int second)
    {
        _starts.Begin();
        return _starts.Of("a", new ExportedPoint(value, At(second), []));
    }

    private static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
}
