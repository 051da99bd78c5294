using System.Collections.Immutable;
using EdgeStack.Gateway.AccessLog;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class RecentRequestsTests
{
    [Fact]
    public void The_last_two_thousand_are_kept_with_running_numbers()
    {
        RecentRequests recent = new();
        Assert.Equal((1, 0), (recent.Read().First, recent.Read().Requests.Length));
        for (int i = 1; i <= 4500; i++)
            recent.Add(Records.Some(path: $"/{i}"));
        (long first, ImmutableArray<AccessRecord> requests) = recent.Read();
        Assert.Equal((2501, 2000), (first, requests.Length));
        Assert.Equal(Enumerable.Range(2501, 2000).Select(i => $"/{i}"), requests.Select(request => request.Path));
    }

    [Fact]
    public void Long_texts_leave_room_for_fewer_so_that_visitors_cannot_fill_the_memory()
    {
        RecentRequests recent = new();
        for (int i = 1; i <= 3000; i++)
            recent.Add(Records.Some(path: "/" + new string('x', 32 * 1024)));
        (long first, ImmutableArray<AccessRecord> requests) = recent.Read();
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
                (long first, ImmutableArray<AccessRecord> seen) = recent.Read();
                Assert.Equal(1, first);
                Assert.DoesNotContain(null, seen);
            }
        })));
        Assert.Equal(2000, recent.Read().Requests.Select(request => request.Path).Distinct().Count());
    }
}
