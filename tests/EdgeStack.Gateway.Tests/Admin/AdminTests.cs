using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeStack.Gateway.Admin;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Admin;

public sealed partial class AdminTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("overview", "overview")]
    [InlineData("routes", "routes")]
    [InlineData("problems", "problems")]
    [InlineData("upstreams", "upstreams")]
    [InlineData("routes/explain?url=http://b.example/v1/x&method=post&client=192.0.2.7&header=X-A:%201", "explain")]
    public async Task An_answer_has_this_shape(string path, string golden)
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }", "{ match: \"Host(`b.example`) && PathPrefix(`/v2`)\", service: \"gone:80\" }", "{ host: c.example, service: \"web:80\", middlewares: [ { forwardAuth: {} } ] }") + "---\n" + Service("web", 8080));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = JsonSerializer.Serialize(await gateway.AdminAsync(path), Indented).Replace(folder.Path, "/routes", StringComparison.Ordinal);
        answer = Timestamp().Replace(Port().Replace(answer, "http://127.0.0.1:PORT"), "TIME");
        GoldenCase.Read("", $"{golden}.golden").Check(answer.Replace(":8080", ":8080", StringComparison.Ordinal) + "\n");
    }

    [Theory]
    [InlineData("/api/v1/rotues")]
    [InlineData("/api/v1/anything.json")]
    [InlineData("/")]
    public async Task An_unknown_path_is_a_problem_document_that_lists_the_known_ones(string path)
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.Client.GetAsync(new Uri(gateway.Admin, path), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Contains("/api/v1/routes", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "url=https://www.example.com/path")]
    [InlineData("?url=ftp://a.example", "'ftp' is no scheme of the web")]
    [InlineData("?ulr=a.example", "did you mean 'url'")]
    [InlineData("?url=a.example&client=here", "'here' is no address")]
    [InlineData("?url=a.example&client=1.2.3", "'1.2.3' is no address")]
    [InlineData("?url=a.example&client=", "'' is no address")]
    [InlineData("?url=a.example&method=%0a", "is no method; write GET or POST")]
    [InlineData("?url=a.example&method=GET%20/", "'GET /' is no method; write GET or POST")]
    [InlineData("?url=a.example&method=", "'' is no method; write GET or POST")]
    [InlineData("?url=a.example&header=nothing", "'nothing' is not of the form 'Name: value'")]
    [InlineData("?url=a.example&header=host:%20b.example", "the host is that of the URL")]
    [InlineData("?url=a.example&method=GET&method=PUT", "can be given once")]
    public async Task A_wrong_question_is_told_what_is_wrong_with_it(string query, string why)
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.Client.GetAsync(new Uri(gateway.Admin, $"/api/v1/routes/explain{query}"), Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, "no-store"), (response.StatusCode, response.Headers.CacheControl?.ToString()));
        Assert.Contains(why, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_table_none_was_applied()
    {
        using TemporaryFolder folder = new();
        await using WebApplication gateway = GatewayHost.Build(new GatewayOptions { Routes = [folder.Path] }, _ => { });
        string answer = JsonSerializer.Serialize(gateway.Services.GetRequiredService<AdminQueries>().Overview(), AdminJson.Readable.Overview);
        JsonElement table = JsonDocument.Parse(answer).RootElement.GetProperty("table");
        Assert.Equal((0, JsonValueKind.Null), (table.GetProperty("revision").GetInt64(), table.GetProperty("applied").ValueKind));
    }

    [Fact]
    public async Task The_explanation_of_a_request_names_the_route_that_then_takes_it()
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend), Route("a.example", backend, ", path: /v2, middlewares: [ { stripPrefix: { prefixes: [/v2] } } ]")));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        JsonElement explained = await gateway.AdminAsync("routes/explain?url=http://a.example/v2/x");
        (await gateway.GetAsync("a.example", "/v2/x")).Dispose();
        Assert.Equal((await gateway.LogLineAsync()).GetProperty("route").GetString(), explained.GetProperty("winner").GetProperty("name").GetString());
        Assert.Equal("stripPrefix", explained.GetProperty("winner").GetProperty("middlewares")[0].GetString());
        Assert.Equal(backend.Address.GetLeftPart(UriPartial.Authority), explained.GetProperty("winner").GetProperty("endpoints")[0].GetString());
    }

    [Fact]
    public async Task An_upstream_says_what_requests_found_at_its_endpoints()
    {
        TaskCompletionSource answer = new();
        await using TestBackend backend = await TestBackend.StartAsync(context => answer.Task.WaitAsync(context.RequestAborted));
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("busy.example", backend, ", name: busy"), "{ host: down.example, name: down, service: \"http://127.0.0.1:1\", retry: { holdFor: 0s } }"));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        Task<HttpResponseMessage> waiting = gateway.GetAsync("busy.example");
        await Eventually.HoldsAsync(async () => await InFlightAsync() == 1, "the request is under way");
        (await gateway.GetAsync("down.example")).Dispose();
        JsonElement down = await UpstreamOfAsync(gateway, "down"), endpoint = Assert.Single(down.GetProperty("endpoints").EnumerateArray());
        Assert.Equal(("failing", "http://127.0.0.1:1", true), (down.GetProperty("state").GetString(), endpoint.GetProperty("origin").GetString(), endpoint.GetProperty("failing").GetBoolean()));
        answer.SetResult();
        (await waiting).Dispose();
        await Eventually.HoldsAsync(async () => await InFlightAsync() == 0, "the request has ended");

        async Task<int> InFlightAsync() => (await UpstreamOfAsync(gateway, "busy")).GetProperty("endpoints")[0].GetProperty("inFlight").GetInt32();
    }

    private static async Task<JsonElement> UpstreamOfAsync(RunningGateway gateway, string route) =>
        (await gateway.AdminAsync("upstreams")).GetProperty("upstreams").EnumerateArray().Single(upstream => upstream.GetProperty("routes")[0].GetString() == route);

    [Fact]
    public async Task Nothing_can_be_written()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using StringContent content = new("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await gateway.Client.PostAsync(new Uri(gateway.Admin, "/api/v1/routes"), content, Cancellation);
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "application/problem+json", "no-store"),
            (response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task A_page_that_points_its_own_name_at_loopback_is_refused()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.Admin, "/api/v1/routes"));
        request.Headers.Host = "evil.example";
        using HttpResponseMessage response = await gateway.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("Bearer wrong", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer t0ken", HttpStatusCode.OK)]
    public async Task With_a_token_file_only_its_bearer_is_answered(string? authorization, HttpStatusCode status)
    {
        using TemporaryFolder folder = new();
        GatewayOptions options = new() { Routes = [folder.Path], AdminTokenFile = folder.Write("token", "t0ken\n") };
        await using RunningGateway gateway = await RunningGateway.StartAsync(options);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(gateway.Admin, "/api/v1/overview"));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using HttpResponseMessage response = await gateway.Client.SendAsync(request, Cancellation);
        Assert.Equal(status, response.StatusCode);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|\\+00:00)")]
    private static partial Regex Timestamp();

    [GeneratedRegex("http://127\\.0\\.0\\.1:(?!8080)\\d+")]
    private static partial Regex Port();
}
