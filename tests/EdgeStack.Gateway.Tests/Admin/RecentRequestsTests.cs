using System.Net;
using System.Text.Json;
using EdgeStack.Gateway.Settings;
using EdgeStack.Routes.Rules;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Admin;

public sealed class RecentRequestsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestBackend _backend = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _backend = await TestBackend.StartAsync();
        _folder.Write("a.yaml", ConfigMap("a", Route("a.example", _backend), Route("b.example", _backend, ", accessLog: { exclude: \"Path(`/healthz`)\" }"), "{ host: gone.example, service: \"gone:80\", retry: { holdFor: 0s } }"));
        _gateway = await RunningGateway.StartAsync(new GatewayOptions { Routes = [_folder.Path], AccessLog = { Sample = 0, Exclude = RuleReader.Read("Host(`secret.example`)").Rule } });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_stands_there_as_in_the_access_log_whatever_is_sampled_and_without_secrets()
    {
        await AskAsync("a.example", "/x?token=hunter2&page=2");
        await AskAsync("nobody.example", "/");

        JsonElement answer = await ListAsync(2);

        JsonElement first = answer.GetProperty("requests")[0], second = answer.GetProperty("requests")[1];
        Assert.Equal((1, "a.example", 200, "default/a/0"), (first.GetProperty("id").GetInt64(), first.GetProperty("host").GetString(), first.GetProperty("status").GetInt32(), first.GetProperty("route").GetString()));
        Assert.Equal("?token=***&page=2", first.GetProperty("query").GetString());
        Assert.Equal((2, 404, "no route"), (second.GetProperty("id").GetInt64(), second.GetProperty("status").GetInt32(), second.GetProperty("error").GetString()));
        Assert.Equal(2, answer.GetProperty("next").GetInt64());
        JsonElement logged = await _gateway.LogLineAsync(); // of the sample of nothing only what has an error is logged
        Assert.Equal(logged.ToString(), "{" + second.ToString()["""{"id":2,""".Length..]);
    }

    [Fact]
    public async Task What_a_rule_keeps_out_of_the_log_is_not_here_either()
    {
        await AskAsync("b.example", "/healthz");
        await AskAsync("secret.example", "/");
        await AskAsync("b.example", "/seen");
        JsonElement only = Assert.Single((await ListAsync(1)).GetProperty("requests").EnumerateArray());
        Assert.Equal("/seen", only.GetProperty("path").GetString());
    }

    [Fact]
    public async Task Behind_a_number_the_next_ones_come_in_steps_until_nothing_is_left()
    {
        for (int i = 1; i <= 5; i++)
            await AskAsync("a.example", $"/{i}");
        await ListAsync(5);
        List<string?> paths = [];
        long after = 0;
        for (int step = 0; step < 4; step++)
        {
            JsonElement answer = await _gateway.AdminAsync($"requests?after={after}&limit=2");
            paths.AddRange(answer.GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("path").GetString()));
            after = answer.GetProperty("next").GetInt64();
            Assert.Equal(0, answer.GetProperty("missed").GetInt64());
        }

        Assert.Equal(["/1", "/2", "/3", "/4", "/5"], paths);
        Assert.Equal(["/4", "/5"], (await _gateway.AdminAsync("requests?limit=2")).GetProperty("requests").EnumerateArray().Select(request => request.GetProperty("path").GetString()));
    }

    [Theory]
    [InlineData("host=A.example", "a.example/1", "a.example/2")]
    [InlineData("route=default/a/1", "b.example/3")]
    [InlineData("status=404", "nobody.example/4")]
    [InlineData("status=4xx,503", "nobody.example/4", "gone.example/5")]
    [InlineData("status=2xx&host=b.example", "b.example/3")]
    [InlineData("client=127.0.0.1&limit=1", "gone.example/5")]
    [InlineData("client=192.0.2.1")]
    public async Task They_can_be_chosen(string query, params string[] expected)
    {
        await AskAsync("a.example", "/1");
        await AskAsync("a.example", "/2");
        await AskAsync("b.example", "/3");
        await AskAsync("nobody.example", "/4");
        await AskAsync("gone.example", "/5");
        await ListAsync(5);
        JsonElement answer = await _gateway.AdminAsync($"requests?{query}");
        Assert.Equal(expected, answer.GetProperty("requests").EnumerateArray().Select(request => $"{request.GetProperty("host").GetString()}{request.GetProperty("path").GetString()}"));
        Assert.Equal(5, answer.GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("limt=5", "did you mean 'limit'")]
    [InlineData("limit=2001", "not a number from 0 to 2000")]
    [InlineData("after=-1", "'-1' is no number of a request")]
    [InlineData("status=6xx", "'6xx' is neither a status such as 404 nor a class such as 5xx")]
    [InlineData("client=here", "'here' is no address")]
    [InlineData("client=1.2.3", "'1.2.3' is no address")]
    [InlineData("host=a&host=b", "host: give it once")]
    public async Task A_wrong_question_is_told_what_is_wrong_with_it(string query, string why)
    {
        using HttpResponseMessage response = await _gateway.Client.GetAsync(new Uri(_gateway.Admin, $"/api/v1/requests?{query}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(why, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task AskAsync(string host, string target)
    {
        using HttpResponseMessage response = await _gateway.GetAsync(host, target);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    // A record is handed over when the response has ended, which the visitor may see a moment before.
    private async Task<JsonElement> ListAsync(int count)
    {
        JsonElement answer = default;
        await Eventually.HoldsAsync(async () => (answer = await _gateway.AdminAsync("requests")).GetProperty("requests").GetArrayLength() >= count, $"{count} requests have ended");
        return answer;
    }
}
