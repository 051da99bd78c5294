using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeStack.EndToEnd.Tests.Local.CostOfARequest;

/// <summary>What a request costs the native gateway, in figures that do not depend on how busy the machine is.</summary>
[Collection(nameof(CostTests))]
[CollectionDefinition(nameof(CostTests), DisableParallelization = true)]
public sealed class CostTests
{
    private const string HeadersEnd = "\r\n\r\n", Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
    private const int WarmUp = 200, Requests = 2000;
    private const int CountedWarmUp = 60, CountedRequests = 60, Rounds = 7;

    private static readonly Costs Committed = new(GoldenCase.Beside("costs.txt"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_request_allocates_as_many_bytes_as_are_written_down() => CheckAsync("bytes", async (table, scenarios) =>
    {
        using TemporaryFolder folder = new();
        await using LocalGateway gateway = await StartAsync(table, folder, [Programs.NativeGateway]);
        using Visitor visitor = await Visitor.ConnectAsync(gateway.Public);
        List<long> costs = [];
        foreach (Scenario scenario in scenarios)
        {
            await visitor.AskAsync(scenario, WarmUp);
            await AllocatedAsync(gateway);
            List<long> rounds = [];
            while (rounds.Count < Rounds)
                rounds.Add(await AllocatedAsync(gateway, () => visitor.AskAsync(scenario, Requests)) / Requests);
            TestContext.Current.TestOutputHelper?.WriteLine($"{scenario.Name}: {string.Join(' ', rounds)}");
            costs.Add(rounds.Order().ElementAt(Rounds / 2)); // what else a gateway does now and then falls into one round, and the runtime counts by blocks
        }

        return costs;
    });

    [Fact]
    public async Task A_request_takes_as_many_instructions_as_are_written_down()
    {
        Assert.SkipWhen(Callgrind.Missing is not null, Callgrind.Missing ?? "");
        string column = $"instructions on {Programs.NativeRuntime}";
        Assert.SkipUnless(Committed.Knows(column) || GoldenCase.Updates, $"No {column} are written down; UPDATE_GOLDENS=1 tests/run writes them.");
        await CheckAsync(column, async (table, scenarios) =>
        {
            using TemporaryFolder folder = new();
            Callgrind callgrind = new(folder);
            await using LocalGateway gateway = await StartAsync(table, folder, await callgrind.RunningAsync(Programs.NativeGateway), Callgrind.Environment);
            using Visitor visitor = await Visitor.ConnectAsync(gateway.Public);
            await Callgrind.CountAsync(gateway);
            List<long> costs = [];
            foreach (Scenario scenario in scenarios)
            {
                await visitor.AskAsync(scenario, CountedWarmUp);
                List<long> rounds = [];
                while (rounds.Count < Rounds)
                    rounds.Add(await callgrind.CountAsync(gateway, () => visitor.AskAsync(scenario, CountedRequests)) / CountedRequests);
                TestContext.Current.TestOutputHelper?.WriteLine($"{scenario.Name}: {string.Join(' ', rounds)}");
                costs.Add(rounds.Min()); // threads that wait for work spin, the more the busier the machine is: that only ever adds
            }

            return costs;
        });
    }

    // Gateways with the same number of hosts are one.
    private static async Task CheckAsync(string column, Func<TemporaryFolder, IReadOnlyList<Scenario>, Task<List<long>>> measure)
    {
        await using RawBackend backend = RawBackend.Start(AnswerAsync);
        List<(string, long)> measured = [];
        foreach (IGrouping<int, Scenario> scenarios in Scenario.All.GroupBy(scenario => scenario.Hosts))
        {
            using TemporaryFolder table = new();
            Scenario.WriteRoutes(table, scenarios.Key, backend.Port);
            measured.AddRange(scenarios.Select(scenario => scenario.Name).Zip(await measure(table, [.. scenarios])));
        }

        foreach ((string scenario, long cost) in measured)
            TestContext.Current.TestOutputHelper?.WriteLine($"{scenario}: {cost} {column}");
        if (GoldenCase.Updates)
            Committed.Update(column, measured);
        else
            Assert.True(Committed.Compare(column, measured) is [], string.Join('\n', Committed.Compare(column, measured)));
    }

    private static Task<LocalGateway> StartAsync(TemporaryFolder table, TemporaryFolder log, string[] program, IReadOnlyDictionary<string, string?>? environment = null) =>
        LocalGateway.StartAsync(program, table, environment, "--accessLog.file", log.File("access.log"));

    private static async Task AnswerAsync(RawBackendConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } head)
        {
            if (head.Contains("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                await connection.ReadBodyAsync(10 * 1024);
            await connection.WriteAsync(Ok);
        }
    }

    // The scrape that reads the figure allocates too.
    private static async Task<long> AllocatedAsync(LocalGateway gateway, Func<Task> action)
    {
        long first = await AllocatedAsync(gateway), before = await AllocatedAsync(gateway);
        await action();
        return await AllocatedAsync(gateway) - before - (before - first);
    }

    private static async Task<long> AllocatedAsync(LocalGateway gateway)
    {
        const string Sample = "\ndotnet_gc_heap_total_allocated_bytes_total ";
        using System.Net.Sockets.Socket socket = await RawSockets.AskAsync(gateway.Metrics, "GET /metrics HTTP/1.0\r\n" + HeadersEnd);
        string text = await socket.RestAsync();
        int at = text.IndexOf(Sample, StringComparison.Ordinal);
        Assert.True(at > 0, text);
        return long.Parse(text.AsSpan(at + Sample.Length).ToString().Split('\n')[0], NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
