using System.Net;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Names;
using EdgeStack.Collector.Sources.Probes;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Probes;

public sealed class GatewayHostsSourceTests
{
    private const string Routes = """
        { "revision": 4, "routes": [
          { "name": "a", "hosts": ["shop.example", "*.shop.example"], "state": "active", "reason": null, "new": { "field": [1] } },
          { "name": "b", "hosts": [], "state": "active" },
          { "name": "c", "hosts": ["blog.example", "SHOP.example", "bad host", "10.0.0.1"], "state": "quarantined" },
          { "name": "d", "hosts": ["broken.example", "skipped.example"], "state": "active" } ] }
        """;

    [Fact]
    public async Task Hosts_of_the_gateway_are_tried_through_it()
    {
        await using TestBackend admin = await TestBackend.StartAsync(context => context.Response.WriteAsync(Routes));
        await using TestBackend gateway = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Host.Host switch { "broken.example" => 503, "blog.example" => 401, _ => 200 };
            return Task.CompletedTask;
        });
        GatewayProbesOptions options = new() { AdminUrl = admin.Address, Url = gateway.Address, Public = false, Path = "/healthz", Exclude = ["Skipped.example"] };
        using GatewayHostsSource source = new(options, Probing.Names, TimeProvider.System);

        Reading reading = await Probing.OnceAsync(source, new SampleWriter());

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal(["broken.example (gateway): it answers 503"], reading.Problems);
        Assert.Equal(("1", "1", "0"), (Success("shop.example"), Success("blog.example"), Success("broken.example")));
        Assert.Equal(["blog.example", "broken.example", "shop.example"], gateway.Requests.Select(request => request.Headers["Host"]).Order(StringComparer.Ordinal));
        Assert.All(gateway.Requests, request => Assert.Equal("/healthz", request.RawTarget));
        Assert.DoesNotContain("edgestack_probe_", reading.Text, StringComparison.Ordinal);

        string? Success(string host) => reading[$"probe_success{{probe=\"{host}\",instance=\"{gateway.Address}\",via=\"gateway\"}}"];
    }

    [Fact]
    public async Task Hosts_are_tried_at_their_public_URLs_with_the_names_of_our_dashboards()
    {
        await using TestBackend admin = await TestBackend.StartAsync(context => context.Response.WriteAsync("""{"routes":[{"hosts":["nowhere.invalid"]}]}"""));
        using GatewayHostsSource source = new(new GatewayProbesOptions { AdminUrl = admin.Address }, Probing.Names, TimeProvider.System);

        Reading reading = await Probing.OnceAsync(source, new SampleWriter());

        Assert.Equal(["nowhere.invalid (public): the name leads to no address"], reading.Problems);
        Assert.Equal("0", reading["probe_success{probe=\"nowhere.invalid\",instance=\"https://nowhere.invalid/\",via=\"public\"}"]);
        Assert.Equal("0", reading["edgestack_probe_success{host=\"nowhere.invalid\"}"]);
        Assert.Equal("0", reading.Of("probe_ip_protocol"));
    }

    [Fact]
    public async Task A_host_that_cannot_be_asked_for_costs_no_other_its_result()
    {
        string[] odd = [new string('ü', 60) + ".example", "über.example", "a_b.example", new string('x', 63) + "." + new string('x', 63) + "." + new string('x', 63) + "." + new string('x', 63) + ".example"];
        await using TestBackend admin = await TestBackend.StartAsync(context =>
            context.Response.WriteAsync($$"""{"routes":[{"hosts":["shop.example",{{string.Join(',', odd.Select(host => $"\"{host}\""))}}]}]}"""));
        await using TestBackend gateway = await TestBackend.StartAsync(context => Task.CompletedTask);
        GatewayProbesOptions options = new() { AdminUrl = admin.Address, Url = gateway.Address, Path = "/?key=secret" };
        using NameLookup names = new(_ => [IPAddress.Parse("169.254.0.1")], TimeProvider.System);
        using GatewayHostsSource source = new(options, names, TimeProvider.System);

        Reading reading = await Probing.OnceAsync(source, new SampleWriter());

        Assert.Equal(SourceOutcome.Ok, reading.Outcome);
        Assert.Equal("1", reading[$"probe_success{{probe=\"shop.example\",instance=\"{gateway.Address}\",via=\"gateway\"}}"]);
        Assert.Equal("0", reading["edgestack_probe_success{host=\"shop.example\"}"]);
        Assert.Equal("0", reading["probe_success{probe=\"shop.example\",instance=\"https://shop.example/\",via=\"public\"}"]);
        Assert.DoesNotContain("secret", reading.Text + string.Concat(reading.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain(reading.Problems, problem => problem.Contains("not foreseen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hosts_that_were_there_are_tried_although_the_gateway_is_away()
    {
        int asked = 0;
        await using TestBackend admin = await TestBackend.StartAsync(context =>
        {
            context.Response.StatusCode = ++asked == 1 ? 200 : 503;
            return context.Response.WriteAsync(Routes);
        });
        GatewayProbesOptions options = new() { AdminUrl = admin.Address, Url = new Uri($"http://127.0.0.1:{FreePort.Closed()}"), Public = false, MaxHosts = 1 };
        using GatewayHostsSource source = new(options, Probing.Names, TimeProvider.System);
        SampleWriter samples = new();

        await Probing.OnceAsync(source, samples);
        Reading reading = await Probing.OnceAsync(source, samples);

        Assert.Equal(
            [
                "the gateway's admin API answers 503", "broken.example: not tried, for there are more than 1 hosts", "shop.example: not tried, for there are more than 1 hosts",
                "skipped.example: not tried, for there are more than 1 hosts", "blog.example (gateway): no connection: refused, or nobody there",
            ],
            reading.Problems);
        Assert.Equal("0", reading.Of("probe_success", "probe=\"blog.example\""));
    }

    [Theory]
    [InlineData("<html>", "the gateway's admin API does not answer with routes")]
    [InlineData("{\"routes\":3}", "the gateway's admin API does not answer with routes")]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public async Task What_is_no_list_of_routes_has_no_hosts(string answer, string? why)
    {
        await using TestBackend admin = await TestBackend.StartAsync(context => context.Response.WriteAsync(answer));
        using GatewayHostsSource source = new(new GatewayProbesOptions { AdminUrl = admin.Address }, Probing.Names, TimeProvider.System);

        Reading reading = await Probing.OnceAsync(source, new SampleWriter());

        Assert.Equal(("", why), (reading.Text, reading.Problems.SingleOrDefault()));
    }

    [Fact]
    public async Task The_token_of_the_admin_API_is_read_each_time()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "token");
        await using TestBackend admin = await TestBackend.StartAsync(context => context.Response.WriteAsync("{}"));
        using GatewayHostsSource source = new(new GatewayProbesOptions { AdminUrl = admin.Address, AdminTokenFile = file }, Probing.Names, TimeProvider.System);

        Reading missing = await Probing.OnceAsync(source, new SampleWriter());
        await File.WriteAllTextAsync(file, "secret\n", TestContext.Current.CancellationToken);
        await Probing.OnceAsync(source, new SampleWriter());

        Assert.Equal(["the file with the token of the gateway's admin API cannot be read"], missing.Problems);
        Assert.Equal("Bearer secret", Assert.Single(admin.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_an_address_of_the_gateway_there_is_nothing_to_try()
    {
        using GatewayHostsSource source = new(new GatewayProbesOptions(), Probing.Names, TimeProvider.System);

        Assert.IsType<SourceOutcome.Absent>((await Probing.OnceAsync(source, new SampleWriter())).Outcome);
    }

    [Fact]
    public void Probes_that_cannot_be_are_told_in_sentences()
    {
        ProbesOptions options = new()
        {
            Targets =
            [
                new() { Name = "a", Target = "https://shop.example/" },
                new() { Name = "a", Target = "shop.example" },
                new() { Name = "b", Kind = ProbeKind.Tcp, Target = "shop.example" },
                new() { Name = "c", Kind = ProbeKind.Dns, Target = "1.1.1.1:53", Timeout = TimeSpan.FromMinutes(2) },
            ],
        };
        options.Gateway.Url = new Uri("ftp://gateway");
        options.Gateway.Path = "x";

        Assert.Equal(
            [
                "the probe 'a' has no URL that begins with http:// or https:// and holds no password", "the probe 'b' has no target like host:port", "the probe 'c' asks for a name that DNS cannot have",
                "the probe 'c' must have a time limit of more than 0 that is not longer than the time between two tries",
                "an address of the gateway does not begin with http:// or https://, or holds a password", "the path that public hosts are asked for does not begin with '/'", "two probes are named 'a'",
            ],
            options.Problems());
    }
}
