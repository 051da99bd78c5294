using System.Diagnostics;
using EdgeStack.Gateway.AccessLog;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.AccessLog;

public sealed class TraceParentTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736", Sent = $"00-{Trace}-00f067aa0ba902b7-01";

    [Fact]
    public async Task Without_an_exporter_the_visitors_trace_goes_on_as_he_sent_it()
    {
        (string traceId, TestBackend.Seen seen) = await AskAsync(("traceparent", Sent), ("tracestate", "a=b"), ("baggage", "k=v"));
        Assert.Equal((Trace, Sent, "a=b", "k=v"), (traceId, seen.Headers["traceparent"], seen.Headers["tracestate"], seen.Headers["baggage"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    public async Task Where_the_visitor_names_none_a_trace_begins_and_the_upstream_is_told(string? sent)
    {
        (string traceId, TestBackend.Seen seen) = await AskAsync(sent is null ? [] : [("traceparent", sent), ("tracestate", "a=b")]);
        Assert.True(ActivityContext.TryParse(seen.Headers["traceparent"], null, out ActivityContext told));
        Assert.Equal(traceId, told.TraceId.ToHexString());
        Assert.NotEqual(Trace, traceId, StringComparer.OrdinalIgnoreCase);
        Assert.False(seen.Headers.ContainsKey("tracestate"), "the state of a trace that could not be understood");
    }

    [Fact]
    public void Every_new_trace_is_another_one()
    {
        string[] traces = [.. Enumerable.Range(0, 1000).Select(_ => TraceParent.New())];
        Assert.Equal(traces.Length, traces.Distinct(StringComparer.Ordinal).Count());
        Assert.All(traces, header => Assert.True(ActivityContext.TryParse(header, null, out ActivityContext context) && context.TraceId.ToHexString() == TraceParent.TraceIdOf(header)));
    }

    private static async Task<(string TraceId, TestBackend.Seen Seen)> AskAsync(params (string Name, string Value)[] headers)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new();
        foreach ((string name, string value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        using HttpResponseMessage response = await gateway.SendAsync(request, "a.example");
        return ((await gateway.LogLineAsync()).GetProperty("traceId").GetString()!, Assert.Single(backend.Requests));
    }
}
