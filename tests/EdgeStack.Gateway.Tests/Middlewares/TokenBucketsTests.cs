using CsCheck;
using EdgeStack.Gateway.Middlewares;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Gateway.Tests.Middlewares;

public sealed class TokenBucketsTests
{
    [Fact]
    public void A_burst_is_let_through_and_then_the_average()
    {
        FakeTimeProvider time = new();
        TokenBuckets buckets = new(10, TimeSpan.FromSeconds(1), 3, time);
        Assert.Equal([true, true, true, false], Take(buckets, 4));
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(buckets.TryTake(0, out TimeSpan missing));
        Assert.Equal(TimeSpan.FromMilliseconds(1), missing);
        time.Advance(missing);
        Assert.Equal([true, false], Take(buckets, 2));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([true, true, true, false], Take(buckets, 4));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again_and_never_makes_more_than_a_burst()
    {
        TokenBuckets buckets = new(10, TimeSpan.FromSeconds(1), 3, new FakeTimeProvider());
        buckets.GiveBack(0);
        Assert.Equal([true, true, true, false], Take(buckets, 4));
        buckets.GiveBack(0);
        Assert.Equal([true, false], Take(buckets, 2));
        for (int i = 0; i < 5; i++)
            buckets.GiveBack(0);
        Assert.Equal([true, true, true, false], Take(buckets, 4));
    }

    [Fact]
    public void A_third_of_a_token_is_not_lost()
    {
        FakeTimeProvider time = new();
        TokenBuckets buckets = new(3, TimeSpan.FromSeconds(1), 1, time);
        int through = 0;
        for (int i = 0; i < 10_000; i++)
        {
            through += buckets.TryTake(0, out _) ? 1 : 0;
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(30, through);
    }

    [Fact]
    public void In_no_time_span_more_goes_through_than_burst_and_average() =>
        Gen.Select(Gen.Long[1, 1000], Gen.Long[1, 100_000_000], Gen.Long[1, 50], Gen.Long[0, 20_000_000].Array[1, 200]).Sample((average, periodTicks, burst, pauses) =>
        {
            FakeTimeProvider time = new();
            TimeSpan period = TimeSpan.FromTicks(periodTicks);
            TokenBuckets buckets = new(average, period, burst, time);
            List<long> taken = [];
            long now = 0;
            foreach (long pause in pauses)
            {
                now += pause;
                time.Advance(TimeSpan.FromTicks(pause));
                for (int i = 0; i < 3; i++)
                {
                    if (buckets.TryTake(7, out TimeSpan missing))
                        taken.Add(now);
                    else
                        Assert.True(missing > TimeSpan.Zero);
                }
            }

            for (int first = 0; first < taken.Count; first++)
            {
                for (int last = first; last < taken.Count; last++)
                    Assert.True((Int128)(last - first + 1 - burst) * periodTicks <= (Int128)(taken[last] - taken[first]) * average);
            }
        }, iter: 300);

    [Fact]
    public void Whoever_waits_as_told_is_let_through() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Long[1, 1_000_000_000], Gen.Int[1, 20]).Sample((average, periodTicks, requests) =>
        {
            FakeTimeProvider time = new();
            TokenBuckets buckets = new(average, TimeSpan.FromTicks(periodTicks), 1, time);
            for (int i = 0; i < requests; i++)
            {
                if (buckets.TryTake(1, out TimeSpan missing))
                    continue;
                time.Advance(missing);
                Assert.True(buckets.TryTake(1, out _));
            }
        }, iter: 300);

    [Fact]
    public void Sources_do_not_share_tokens()
    {
        TokenBuckets buckets = new(1, TimeSpan.FromSeconds(1), 1, new FakeTimeProvider());
        Assert.True(buckets.TryTake(1, out _));
        Assert.True(buckets.TryTake(2, out _));
        Assert.False(buckets.TryTake(1, out _));
    }

    [Fact]
    public void Of_too_many_sources_the_longest_unseen_goes()
    {
        TokenBuckets buckets = new(1, TimeSpan.FromDays(1), 1, new FakeTimeProvider(), mostSources: 3);
        foreach (int source in (int[])[1, 2, 3, 1, 4])
            buckets.TryTake((UInt128)source, out _);
        Assert.Equal(3, buckets.Count);
        Assert.False(buckets.TryTake(1, out _));
        Assert.False(buckets.TryTake(3, out _));
        Assert.False(buckets.TryTake(4, out _));
        Assert.True(buckets.TryTake(2, out _));
    }

    [Fact]
    public void A_source_whose_bucket_is_full_again_makes_room()
    {
        FakeTimeProvider time = new();
        TokenBuckets buckets = new(1, TimeSpan.FromSeconds(1), 2, time);
        for (int source = 0; source < 10; source++)
            buckets.TryTake((UInt128)source, out _);
        time.Advance(TimeSpan.FromSeconds(1));
        for (int source = 10; source < 20; source++)
            buckets.TryTake((UInt128)source, out _);
        Assert.Equal(10, buckets.Count);
        Assert.True(buckets.TryTake(0, out _));
        Assert.True(buckets.TryTake(0, out _));
        Assert.False(buckets.TryTake(0, out _));
    }

    [Fact]
    public void A_flood_of_sources_takes_bounded_memory()
    {
        TokenBuckets buckets = new(1, TimeSpan.FromSeconds(1), 1, new FakeTimeProvider());
        for (int source = 0; source < TokenBuckets.MostSources * 2; source++)
            buckets.TryTake((UInt128)source, out _);
        Assert.Equal(TokenBuckets.MostSources, buckets.Count);
    }

    [Fact]
    public void The_list_of_sources_agrees_with_a_plain_one() =>
        Gen.Int[0, 9].Array[0, 200].Sample(sources =>
        {
            TokenBuckets buckets = new(1, TimeSpan.FromDays(366), 1, new FakeTimeProvider(), mostSources: 4);
            List<int> known = [];
            foreach (int source in sources)
            {
                bool isNew = !known.Remove(source);
                known.Add(source);
                if (known.Count > 4)
                    known.RemoveAt(0);
                Assert.Equal(isNew, buckets.TryTake((UInt128)source, out _));
            }
        }, iter: 500);

    private static bool[] Take(TokenBuckets buckets, int count) => [.. Enumerable.Range(0, count).Select(_ => buckets.TryTake(0, out TimeSpan _))];
}
