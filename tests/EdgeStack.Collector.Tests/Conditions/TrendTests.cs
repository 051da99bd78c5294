using CsCheck;
using EdgeStack.Collector.Conditions.Judging;
using EdgeStack.Collector.Conditions.Storage;
using EdgeStack.Collector.Scraping;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Collector.Tests.Conditions;

public sealed class TrendTests
{
    private static readonly SourceBoard NoSources = new([]);

    [Fact]
    public void What_goes_straight_goes_on_so() => Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[0, 1e11], Gen.Int[31, 600]).Sample((anHour, start, minutes) =>
    {
        FakeTimeProvider time = new();
        Trend trend = new();
        for (int minute = 0; minute <= minutes; minute++)
        {
            trend.Add(start + (anHour * minute / 60), new FreshBoard(NoSources, time));
            if (minute < minutes)
                time.Advance(TimeSpan.FromMinutes(1));
        }

        double expected = start + (anHour * ((minutes / 60.0) + 4));
        Assert.Equal(expected, trend.In(TimeSpan.FromHours(4), new FreshBoard(NoSources, time))!.Value, 1e-6 * (Math.Abs(start) + (20 * Math.Abs(anHour)) + 1));
    });

    [Fact]
    public void What_was_before_the_last_six_hours_is_forgotten()
    {
        FakeTimeProvider time = new();
        Trend trend = new();
        for (int minute = 0; minute <= 800; minute++)
        {
            trend.Add(minute < 400 ? 1e9 - (1e6 * minute) : 5e8, new FreshBoard(NoSources, time));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(5e8, trend.In(TimeSpan.FromHours(24), new FreshBoard(NoSources, time))!.Value, 1.0);
    }

    [Fact]
    public void One_that_nobody_adds_to_is_over()
    {
        FakeTimeProvider time = new();
        Trend trend = new();
        trend.Add(1, new FreshBoard(NoSources, time));
        time.Advance(TimeSpan.FromHours(6));
        Assert.False(trend.IsOver(new FreshBoard(NoSources, time)));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(trend.IsOver(new FreshBoard(NoSources, time)));
    }
}
