using System.Collections.Immutable;
using System.Reflection;
using CsCheck;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class RecentRequestsTests
{
    [Fact]
    public void The_last_two_thousand_are_kept_with_running_numbers()
    {
        RecentRequests recent = new();
        Assert.Equal((1, 1, 0), (recent.Read().Oldest, recent.Read().First, recent.Read().Requests.Length));
        for (int i = 1; i <= 4500; i++)
            recent.Add(Records.Some(path: $"/{i}"));
        (long first, _, ImmutableArray<AccessRecord> requests) = recent.Read();
        Assert.Equal((2501, 2000), (first, requests.Length));
        Assert.Equal(Enumerable.Range(2501, 2000).Select(i => $"/{i}"), requests.Select(request => request.Path));
    }

    [Fact]
    public void Whatever_the_access_log_shows_is_kept()
    {
        AccessRecord record = Records.Some(path: "/\u00fc/\ud83d\ude00");
        (record.SampledAt, record.Retries, record.TraceParent) = (0.25, 3, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        AssertComplete(record);
        RecentRequests recent = new();
        recent.Add(record);
        Assert.Equal(record.Line(), Assert.Single(recent.Read().Requests).Line());
        AccessRecord bare = new() { Time = record.Time, Started = 0, Method = "GET", Host = "", Path = "/", Query = "", Protocol = "HTTP/1.1", Client = ClientAddress.Of(null, "connection") };
        recent.Add(bare);
        Assert.Equal(bare.Line(), recent.Read().Requests[1].Line());
    }

    [Fact]
    public void Texts_of_any_length_come_back_as_they_were()
    {
        Gen.Int[0, 3000].Array[1, 600].Sample(lengths =>
        {
            RecentRequests recent = new();
            string[] paths = [.. lengths.Select((length, i) => $"/{i}/" + new string((char)('a' + (i % 26)), length))];
            foreach (string path in paths)
                recent.Add(Records.Some(path: path));
            (long oldest, _, ImmutableArray<AccessRecord> requests) = recent.Read();
            Assert.Equal(paths.Skip((int)oldest - 1), requests.Select(request => request.Path));
            Assert.All(requests, request => Assert.Equal(("?page=2", "0af7651916cd43dd8448eb211c80319c"), (request.Query, request.TraceId)));
        }, iter: 30);
    }

    [Theory]
    [InlineData(0, 2501, 2000)]
    [InlineData(2500, 2501, 2000)]
    [InlineData(4000, 4001, 500)]
    [InlineData(4500, 4501, 0)]
    [InlineData(long.MaxValue, 4501, 0)]
    public void Whoever_has_seen_some_reads_those_behind_them(long seen, long first, int count)
    {
        RecentRequests recent = new();
        for (int i = 1; i <= 4500; i++)
            recent.Add(Records.Some(path: $"/{i}"));
        (long oldest, long from, ImmutableArray<AccessRecord> requests) = recent.Read(seen);
        Assert.Equal((2501, first, count), (oldest, from, requests.Length));
        Assert.Equal(count == 0 ? null : $"/{first}", requests.FirstOrDefault()?.Path);
    }

    [Fact]
    public void A_request_that_nothing_would_have_room_for_takes_a_number_and_is_not_shown()
    {
        RecentRequests recent = new();
        recent.Add(Records.Some());
        recent.Add(Records.Some(path: new string('x', 1 << 20)));
        Assert.Equal((3, 3, 0), (recent.Read().Oldest, recent.Read().First, recent.Read().Requests.Length));
        recent.Add(Records.Some(path: "/next"));
        Assert.Equal((3, "/next"), (recent.Read().First, Assert.Single(recent.Read().Requests).Path));
    }

    [Fact]
    public void Long_texts_leave_room_for_fewer_so_that_visitors_cannot_fill_the_memory()
    {
        RecentRequests recent = new();
        for (int i = 1; i <= 3000; i++)
            recent.Add(Records.Some(path: "/" + new string('x', 32 * 1024)));
        (long first, _, ImmutableArray<AccessRecord> requests) = recent.Read();
        Assert.InRange(requests.Length, 20, 32);
        Assert.Equal(3001, first + requests.Length);
        for (int i = 1; i <= 2000; i++)
            recent.Add(Records.Some(path: "/"));
        Assert.Equal(2000, recent.Read().Requests.Length);
    }

    [Fact]
    public async Task Many_threads_neither_lose_nor_repeat_a_number()
    {
        RecentRequests recent = new();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                recent.Add(Records.Some(path: $"/{thread}/{i}"));
                (long first, _, ImmutableArray<AccessRecord> seen) = recent.Read();
                Assert.Equal(1, first);
                Assert.DoesNotContain(null, seen);
            }
        })));
        Assert.Equal(2000, recent.Read().Requests.Select(request => request.Path).Distinct().Count());
    }

    [Fact]
    public async Task Whoever_reads_while_requests_end_sees_each_under_its_number()
    {
        RecentRequests recent = new();
        Task writing = Task.Run(() =>
        {
            for (int id = 1; id <= 20_000; id++)
                recent.Add(Records.Some(path: $"/{id}"));
        }, TestContext.Current.CancellationToken);
        for (bool isLast = false; !isLast;)
        {
            isLast = writing.IsCompleted;
            (long oldest, long first, ImmutableArray<AccessRecord> requests) = recent.Read();
            Assert.InRange(first, oldest, long.MaxValue);
            Assert.Equal(Enumerable.Range((int)first, requests.Length).Select(id => $"/{id}"), requests.Select(request => request.Path));
        }

        await writing;
        Assert.Equal((18_001, 2000), (recent.Read().First, recent.Read().Requests.Length));
    }

    // Who gives a record another property has to fill it above, and so sees whether it is kept.
    private static void AssertComplete(AccessRecord record)
    {
        string[] notShown = [nameof(AccessRecord.Started), nameof(AccessRecord.InFlight), nameof(AccessRecord.ForwardedFor), nameof(AccessRecord.IsExcluded)];
        foreach (PropertyInfo property in typeof(AccessRecord).GetProperties().Where(property => !notShown.Contains(property.Name, StringComparer.Ordinal)))
            Assert.False(property.GetValue(record) is null or 0 or 0L, $"{property.Name} is not filled");
    }
}
