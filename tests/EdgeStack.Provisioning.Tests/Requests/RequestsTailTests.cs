using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.AdminApi;
using Microsoft.Extensions.Time.Testing;

namespace EdgeStack.Provisioning.Tests.Requests;

public sealed class RequestsTailTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_is_there_is_shown_in_short_lines_and_then_it_leaves()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(Page(2, Request(1, "/a"), Request(2, "/b", "\"error\":\"no route\"")));
        using CommandHost host = new(time: _time);

        Assert.Equal(ExitCode.Fine, await host.RunAsync("requests", "tail", "--no-follow", "-n", "5", "--route", "a/b", "--status", "4xx,503", "--admin", api.Address));

        Assert.Equal("12:03:01 200 GET a.example/a 2.0 ms default/a/0\n12:03:01 200 GET a.example/b 2.0 ms default/a/0 no route\n", host.Output.ToString());
        Assert.Equal(("GET /api/v1/requests", "?limit=5&route=a%2Fb&status=4xx%2C503"), (api.Asked, api.Query));
    }

    [Fact]
    public async Task New_ones_follow_as_json_lines_until_Ctrl_C()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(Page(1, Request(1, "/a")));
        using CommandHost host = new(time: _time);
        Task<int> tail = host.RunAsync("requests", "tail", "--output", "ndjson", "--admin", api.Address);
        await host.Output.WaitForAsync("/a");

        api.Body = Page(2, Request(2, "/b"));
        await AdvanceUntilAsync(() => host.Output.ToString().Contains("/b", StringComparison.Ordinal));
        Assert.StartsWith("?limit=2000&after=", api.Query, StringComparison.Ordinal);
        Assert.Equal(Request(1, "/a") + "\n" + Request(2, "/b"), string.Join('\n', host.Output.ToString().Split('\n')[..2]));
        host.StopGently();

        Assert.Equal(ExitCode.Interrupted, await tail);
        Assert.Equal("", host.Error.ToString());
    }

    [Fact]
    public async Task A_gateway_that_goes_and_comes_back_is_followed_from_its_first_request_on()
    {
        FakeAdminApi api = await FakeAdminApi.StartAsync(Page(70, Request(70, "/before")));
        int port = new Uri(api.Address).Port;
        using CommandHost host = new(time: _time);
        Task<int> tail = host.RunAsync("requests", "tail", "--admin", api.Address);
        await host.Output.WaitForAsync("/before");

        await api.DisposeAsync();
        await AdvanceUntilAsync(() => host.Error.ToString().Contains("the gateway does not answer any more (connection refused)", StringComparison.Ordinal));
        await using FakeAdminApi again = await FakeAdminApi.StartAsync(Page(2, "2026-11-22T13:00:00Z", 0, Request(1, "/after")), port: port);
        await AdvanceUntilAsync(() => host.Output.ToString().Contains("/after", StringComparison.Ordinal));
        host.StopGently();

        Assert.Equal(ExitCode.Interrupted, await tail);
        Assert.Contains("The gateway answers again.\nThe gateway was started anew", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, host.Error.ToString().Split("does not answer").Length - 1);
    }

    [Fact]
    public async Task What_went_by_unseen_is_told()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(Page(9, "2026-11-22T12:00:00Z", 7, Request(9, "/a")));
        using CommandHost host = new(time: _time);
        Assert.Equal(ExitCode.Fine, await host.RunAsync("requests", "tail", "--no-follow", "--output", "json", "--admin", api.Address));
        Assert.Equal("warning: 7 requests went by faster than they could be read\n", host.Error.ToString());
        Assert.Contains("  \"requests\": [\n", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"started":"2026-11-22T12:00:00Z","next":1,"missed":0,"requests":[1]}""")]
    [InlineData("""{"started":"2026-11-22T12:00:00Z","next":1,"missed":0,"requests":null}""")]
    public async Task What_are_no_requests_is_said_to_be_none(string body)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body);
        using CommandHost host = new(time: _time);
        Assert.Equal(ExitCode.Failure, await host.RunAsync("requests", "tail", "--admin", api.Address));
        Assert.Contains("does not answer like a gateway's admin API", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lines: 'many' is not a number from 0 to 2000", "-n", "many")]
    [InlineData("--status: '99x' is neither a status such as 404 nor a class such as 5xx", "--status", "99x")]
    [InlineData("--status: '' is neither a status", "--status", "404,")]
    [InlineData("--client: '1.2.3' is no address", "--client", "1.2.3")]
    [InlineData("--output json is one document", "-o", "json")]
    [InlineData("unknown", "--hots", "a")]
    public async Task A_wrong_question_is_usage_with_what_to_write(string message, params string[] arguments)
    {
        using CommandHost host = new(time: _time);
        Assert.Equal(ExitCode.Usage, await host.RunAsync(["requests", "tail", .. arguments]));
        Assert.Contains(message, host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_there_from_the_start_is_unreachable()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync("");
        string address = api.Address;
        await api.DisposeAsync();
        using CommandHost host = new(time: _time);
        Assert.Equal(ExitCode.Unreachable, await host.RunAsync("requests", "tail", "--admin", address));
    }

    // The command waits on this clock between two questions; when it begins to, only it knows. Small steps, since it also bounds the answers.
    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        return condition();
    }, "the tail has gone on");

    private static string Page(long next, params string[] requests) => Page(next, "2026-11-22T12:00:00Z", 0, requests);

    private static string Page(long next, string started, long missed, params string[] requests) =>
        $$"""{"started":"{{started}}","next":{{next}},"missed":{{missed}},"requests":[{{string.Join(',', requests)}}]}""";

    private static string Request(long id, string path, string? more = null) =>
        $$"""{"id":{{id}},"time":"2026-11-22T12:03:01.5Z","route":"default/a/0","host":"a.example","method":"GET","path":"{{path}}","status":200,"duration":0.002{{(more is null ? "" : "," + more)}}}""";
}
