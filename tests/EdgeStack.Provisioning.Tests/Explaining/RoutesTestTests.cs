using System.Text.Json;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.AdminApi;

namespace EdgeStack.Provisioning.Tests.Explaining;

public sealed class RoutesTestTests
{
    private const string Files = """
        routes:
          - name: shop
            match: Host(`shop.example.com`) && PathPrefix(`/v2`)
            service: shop:80
            middlewares: [ { stripPrefix: { prefixes: [/v2] } } ]
          - name: shop-all
            host: shop.example.com
            service: old:80
          - name: post
            match: Host(`shop.example.com`) && Method(`POST`) && Header(`X-Beta`, `1`)
            service: beta:80
          - name: blog
            host: blog.example.com
            service: blog:80
            middlewares: [ { forwardAuth: {} } ]
        """;

    [Theory]
    [InlineData("text.txt", ExitCode.Fine, "https://shop.example.com/v2/x")]
    [InlineData("json.txt", ExitCode.Fine, "https://shop.example.com/v2/x", "--output", "json")]
    [InlineData("nobody.txt", ExitCode.ProblemsFound, "shop.exampel.com")]
    [InlineData("quarantined.txt", ExitCode.ProblemsFound, "blog.example.com")]
    [InlineData("refused.txt", ExitCode.ProblemsFound, "http://shop.example.com/v2/../x")]
    [InlineData("encoded.txt", ExitCode.ProblemsFound, "http://shop.example.com/v2/a%2Fb")]
    [InlineData("header.txt", ExitCode.Fine, "shop.example.com", "-X", "post", "-H", "x-beta: 1", "--client", "192.0.2.7")]
    public async Task Files_say_where_a_request_goes_and_why(string golden, int exit, params string[] arguments)
    {
        using CommandHost host = new();
        host.Folder.Write("routes/shop.yaml", Files);

        Assert.Equal(exit, await host.RunAsync(["routes", "test", .. arguments, "--routes", "routes"]));

        GoldenCase.Read("Goldens", golden).Check(GoldenCase.WithoutTrailingSpaces(host.Output.ToString()));
    }

    [Fact]
    public async Task A_route_with_errors_says_which()
    {
        using CommandHost host = new();
        host.Folder.Write("routes/a.yaml", "routes: [ { host: a.example.com, service: \"a:80\", pathh: /x, sticky: {} } ]");

        Assert.Equal(ExitCode.ProblemsFound, await host.RunAsync("routes", "test", "a.example.com", "--routes", "routes"));

        Assert.Contains("503, quarantined: unknown field 'pathh'; ", string.Join(' ', host.Output.ToString()!.Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes", "default/team/a.yaml/0", "routes/team/a.yaml")]
    [InlineData("./routes/", "default/team/a.yaml/0", "./routes/team/a.yaml")]
    [InlineData("{folder}/routes", "default/team/a.yaml/0", "{folder}/routes/team/a.yaml")]
    [InlineData("routes/team", "default/a.yaml/0", "routes/team/a.yaml")]
    [InlineData("routes/team/a.yaml", "default/a.yaml/0", "routes/team/a.yaml")]
    public async Task A_route_has_the_name_that_a_gateway_gives_it_and_the_place_as_it_was_asked_for(string path, string name, string place)
    {
        using CommandHost host = new();
        host.Folder.Write("routes/team/a.yaml", "routes: [ { host: a.example.com, service: \"a:80\" } ]");
        string Here(string text) => text.Replace("{folder}", host.Folder.Path, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Fine, await host.RunAsync("routes", "test", "a.example.com", "--routes", Here(path), "--output", "json"));

        JsonElement winner = JsonDocument.Parse(host.Output.ToString()!).RootElement.GetProperty("winner");
        Assert.Equal(name, winner.GetProperty("name").GetString());
        Assert.Equal(Here(place), winner.GetProperty("source").GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_gateways_answer_is_shown_like_that_of_files()
    {
        using CommandHost local = new();
        local.Folder.Write("routes/shop.yaml", Files);
        await local.RunAsync("routes", "test", "shop.example.com/v2", "--routes", "routes", "--output", "json");
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(local.Output.ToString());
        using CommandHost host = new(), again = new();
        again.Folder.Write("routes/shop.yaml", Files);

        Assert.Equal(ExitCode.Fine, await host.RunAsync("routes", "test", "shop.example.com/v2?a=b", "--admin", api.Address, "-H", "X-A: 1"));
        Assert.Equal(ExitCode.Fine, await again.RunAsync("routes", "test", "shop.example.com/v2?a=b", "--routes", "routes"));

        Assert.Equal(again.Output.ToString(), host.Output.ToString());
        Assert.Equal("GET /api/v1/routes/explain", api.Asked);
        Assert.Equal("?url=http%3A%2F%2Fshop.example.com%2Fv2%3Fa%3Db&method=GET&header=X-A%3A%201", api.Query);
    }

    [Theory]
    [InlineData("URL: 'ftp' is no scheme of the web", "ftp://a.example")]
    [InlineData("--client: 'here' is no address", "a.example", "--client", "here")]
    [InlineData("--client: '1.2.3' is no address", "a.example", "--client", "1.2.3")]
    [InlineData("--method: 'GET /' is no method; write GET or POST", "a.example", "--method", "GET /")]
    [InlineData("--header: 'nothing' is not of the form 'Name: value'", "a.example", "-H", "nothing")]
    [InlineData("--routes: there is no file or folder 'rotues'; did you mean 'routes'?", "a.example", "--routes", "rotues")]
    public async Task A_wrong_question_is_usage_with_what_to_write(string message, params string[] arguments)
    {
        using CommandHost host = new();
        host.Folder.Write("routes/shop.yaml", Files);
        Assert.Equal(ExitCode.Usage, await host.RunAsync(["routes", "test", .. arguments]));
        Assert.Contains(message, host.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("""{"host":"a","path":"/","tried":[null]}""")]
    public async Task What_is_no_explanation_is_said_to_be_none(string body)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body);
        using CommandHost host = new();
        Assert.Equal(ExitCode.Failure, await host.RunAsync("routes", "test", "a.example", "--admin", api.Address));
        Assert.Contains("does not answer like a gateway's admin API", host.Error.ToString(), StringComparison.Ordinal);
    }
}
