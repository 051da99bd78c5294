using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeStack.Gateway.Settings;
using EdgeStack.Testing;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.Admin;

public sealed partial class AdminTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("overview")]
    [InlineData("routes")]
    [InlineData("problems")]
    public async Task An_answer_has_this_shape(string path)
    {
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", "{ host: a.example, service: \"web:80\" }", "{ match: \"Host(`b.example`) && PathPrefix(`/v2`)\", service: \"gone:80\" }", "{ host: c.example, service: \"web:80\", middlewares: [ { forwardAuth: {} } ] }") + "---\n" + Service("web", 8080));
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        string answer = JsonSerializer.Serialize(await gateway.AdminAsync(path), Indented).Replace(folder.Path, "/routes", StringComparison.Ordinal);
        answer = Timestamp().Replace(Port().Replace(answer, "http://127.0.0.1:PORT"), "TIME");
        GoldenCase.Read("", $"{path}.golden").Check(answer.Replace(":8080", ":8080", StringComparison.Ordinal) + "\n");
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_document_that_lists_the_known_ones()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using HttpResponseMessage response = await gateway.Client.GetAsync(new Uri(gateway.Admin, "/api/v1/rotues"), Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Contains("/api/v1/routes", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_can_be_written()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        using StringContent content = new("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await gateway.Client.PostAsync(new Uri(gateway.Admin, "/api/v1/routes"), content, Cancellation);
        Assert.False(response.IsSuccessStatusCode);
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
