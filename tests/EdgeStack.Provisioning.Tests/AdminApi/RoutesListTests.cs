using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.AdminApi;

public sealed class RoutesListTests
{
    [Theory]
    [InlineData("text", "table.txt")]
    [InlineData("json", "json.txt")]
    [InlineData("ndjson", "ndjson.txt")]
    public async Task Routes_are_shown_in_the_form_asked_for(string output, string golden)
    {
        GoldenCase expected = GoldenCase.Read("Goldens", golden);
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(expected.Input);
        using CommandHost host = new();

        int exit = await host.RunAsync("routes", "list", "--admin", api.Address, "--output", output);

        expected.Check(GoldenCase.WithoutTrailingSpaces(host.Output.ToString()));
        Assert.Equal(ExitCode.Fine, exit);
        Assert.Empty(host.Error.ToString());
        Assert.Equal("GET /api/v1/routes", api.Asked);
    }

    [Fact]
    public async Task The_token_travels_as_a_bearer_token()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync("""{"revision":1,"routes":[]}""");
        using CommandHost host = new();
        host.Folder.Write("token", "t0ken\n");

        int exit = await host.RunAsync("routes", "list", "--admin", $"{api.Address}/", "--token-file", "token");

        Assert.Equal("GET /api/v1/routes Bearer t0ken", api.Asked);
        Assert.Equal(ExitCode.Fine, exit);
        Assert.Empty(host.Output.ToString());
        Assert.Contains("no routes yet", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_exit_code_4_with_what_to_do()
    {
        using LoopbackPorts ports = new();
        int port = ports.TakeAny();
        ports.Dispose();
        using CommandHost host = new();

        int exit = await host.RunAsync("routes", "list", "--admin", $"http://127.0.0.1:{port}");

        Assert.Equal(ExitCode.Unreachable, exit);
        Assert.Contains($"no gateway answers at http://127.0.0.1:{port}/: connection refused", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("edgestack up", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "application/problem+json", "{}", "does not accept requests without a token")]
    [InlineData(503, "application/problem+json", """{"title":"Starting","detail":"no table yet"}""", "refused: status 503, Starting, no table yet")]
    [InlineData(500, "text/html", "<html>", "refused: status 500")]
    [InlineData(302, "text/html", "", "refused: status 302")]
    [InlineData(200, "text/html", "<html>", "does not answer like a gateway's admin API")]
    [InlineData(200, "application/json", """{"revision":1}""", "does not answer like a gateway's admin API")]
    [InlineData(200, "application/json", "null", "does not answer like a gateway's admin API")]
    public async Task Another_answer_is_a_failure_with_its_reason(int status, string type, string body, string message)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body, status, type);
        using CommandHost host = new();

        int exit = await host.RunAsync("routes", "list", "--admin", api.Address);

        Assert.Equal(ExitCode.Failure, exit);
        Assert.Contains(message, host.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Output.ToString());
    }

    [Theory]
    [InlineData("<html>", "it is not JSON of whole characters")]
    [InlineData("null", "the answer is incomplete or something else")]
    [InlineData("[]", "the answer is incomplete or something else")]
    [InlineData("{}", "the answer is incomplete or something else")]
    [InlineData("""{"Routes":[]}""", "the answer is incomplete or something else")]
    [InlineData("""{"routes":null}""", "$.routes is incomplete or something else")]
    [InlineData("""{"routes":{}}""", "$.routes is incomplete or something else")]
    [InlineData("""{"routes":[null]}""", "$.routes[0] is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m"}]}""", "$.routes[0] is incomplete or something else")]
    [InlineData("""{"routes":[{"name":null,"match":"m","state":"active"}]}""", "$.routes[0].name is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":null,"state":"active"}]}""", "$.routes[0].match is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":null}]}""", "$.routes[0].state is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","hosts":null}]}""", "$.routes[0].hosts is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","hosts":[null]}]}""", "$.routes[0].hosts is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","endpoints":null}]}""", "$.routes[0].endpoints is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","endpoints":["x",null]}]}""", "$.routes[0].endpoints is incomplete or something else")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","source":{"file":"f","line":null}}]}""", "$.routes[0].source.line is incomplete or something else")]
    [InlineData("""{"revision":null,"routes":[]}""", "$.revision is incomplete or something else")]
    [InlineData("""{"routes":[],"newer":"\ud800"}""", "it is not JSON of whole characters")]
    [InlineData("""{"routes":[],"newer\ud800":1}""", "it is not JSON of whole characters")]
    [InlineData("""{"routes":[{"name":"\ud800","match":"m","state":"active"}]}""", "it is not JSON of whole characters")]
    public async Task An_answer_with_holes_is_unreadable_and_says_what_was_expected(string body, string why)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body);
        foreach (string output in new[] { "text", "json", "ndjson" })
        {
            using CommandHost host = new();

            int exit = await host.RunAsync("routes", "list", "--admin", api.Address, "--output", output);

            Assert.Equal(ExitCode.Failure, exit);
            Assert.Contains("does not answer like a gateway's admin API: expected {\"routes\": [{\"name\": ", host.Error.ToString(), StringComparison.Ordinal);
            Assert.EndsWith($", but {why}\n", host.Error.ToString(), StringComparison.Ordinal);
            Assert.Empty(host.Output.ToString());
        }
    }

    [Theory]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active"}]}""")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"active","upstream":null,"reason":null,"source":null}]}""")]
    [InlineData("""{"routes":[{"name":"a","match":"m","state":"later","source":{"object":null,"file":null}}]}""")]
    public async Task What_may_be_missing_may_be_missing(string body)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body);
        using CommandHost host = new();

        Assert.Equal(ExitCode.Fine, await host.RunAsync("routes", "list", "--admin", api.Address));
        Assert.Contains("a     m      -         -", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupted_is_130()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync("{}");
        using CommandHost host = new();
        host.StopGently();

        Assert.Equal(ExitCode.Interrupted, await host.RunAsync("routes", "list", "--admin", api.Address));
    }
}
