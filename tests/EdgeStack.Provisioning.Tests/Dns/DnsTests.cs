using System.Text.Json.Nodes;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tests.AdminApi;
using EdgeStack.Provisioning.Tests.Cloudflare;

namespace EdgeStack.Provisioning.Tests.Dns;

public sealed class DnsTests
{
    [Fact]
    public async Task Hosts_of_a_gateway_get_records_that_lead_to_the_tunnel_and_repeated_nothing_changes()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync(
            """
            {"revision":1,"routes":[
              {"name":"a","match":"m","state":"active","hosts":["blog.example.com","Example.com"]},
              {"name":"b","match":"m","state":"quarantined","hosts":["**.lab.example.com","*"]},
              {"name":"c","match":"m","state":"active","hosts":["blog.example.com","nas.local"]}]}
            """);
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        cloudflare.Api.Zones.Add("example.com");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "plan", "--admin", gateway.Address));
        Assert.Empty(cloudflare.Api.Changes);
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--admin", gateway.Address));

        Assert.Equal(
            [
                $"CNAME *.lab.example.com {tunnel}.cfargotunnel.com proxied edgestack:{tunnel}",
                $"CNAME blog.example.com {tunnel}.cfargotunnel.com proxied edgestack:{tunnel}",
                $"CNAME example.com {tunnel}.cfargotunnel.com proxied edgestack:{tunnel}",
            ],
            cloudflare.Api.Zones.Records);
        Assert.Contains("*.lab.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("two levels below example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("nas.local", cloudflare.Shown, StringComparison.Ordinal);

        int changes = cloudflare.Api.Changes.Count();
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--admin", gateway.Address));
        Assert.Equal(changes, cloudflare.Api.Changes.Count());
        Assert.Contains("Nothing to do.", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_zone_takes_a_name()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("pi.lab.example.com", "example.com", "lab.example.com", "ample.com", "b.example.com");
        cloudflare.Api.Zones.Add("lab.example.com");
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.Add("com");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "plan", "--routes", "routes", "--output", "ndjson"));

        Dictionary<string, string> zones = cloudflare.Shown.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToDictionary(record => (string)record["name"]!, record => (string)record["zone"]!);
        Assert.Equal("lab.example.com", zones["pi.lab.example.com"]);
        Assert.Equal("lab.example.com", zones["lab.example.com"]);
        Assert.Equal("example.com", zones["b.example.com"]);
        Assert.Equal("com", zones["ample.com"]);
    }

    [Fact]
    public async Task A_record_of_somebody_else_stays_unless_its_name_is_said()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("www.example.com", "blog.example.com");
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "A", "www.example.com", "192.0.2.1");
        cloudflare.Api.Zones.AddRecord(zone, "AAAA", "www.example.com", "2001:db8::1");
        cloudflare.Api.Zones.AddRecord(zone, "TXT", "blog.example.com", "v=something");

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("dns", "apply", "--routes", "routes"));
        Assert.Contains("A www.example.com 192.0.2.1 proxied", cloudflare.Api.Zones.Records);
        Assert.Contains("there is A 192.0.2.1, AAAA 2001:db8::1, not made by edgestack; `edgestack dns apply --take-over 'www.example.com'` replaces it", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("create blog.example.com: done", cloudflare.Said, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--take-over", "WWW.example.com"));
        Guid tunnel = cloudflare.Credentials().TunnelID;
        Assert.Equal(
            [
                $"CNAME blog.example.com {tunnel}.cfargotunnel.com proxied edgestack:{tunnel}",
                $"CNAME www.example.com {tunnel}.cfargotunnel.com proxied edgestack:{tunnel}",
                "TXT blog.example.com v=something proxied",
            ],
            cloudflare.Api.Zones.Records);
    }

    [Fact]
    public async Task Ours_is_only_what_leads_to_our_tunnel_and_says_so()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com", "b.example.com", "c.example.com");
        Guid tunnel = cloudflare.Credentials().TunnelID;
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "a.example.com", $"{tunnel}.cfargotunnel.com");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "b.example.com", $"{Guid.NewGuid()}.cfargotunnel.com", comment: $"edgestack:{tunnel}");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "c.example.com", $"{tunnel}.cfargotunnel.com", proxied: false, comment: $"edgestack:{tunnel}");

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("dns", "plan", "--routes", "routes"));

        Assert.Contains("conflict  a.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("leads to this tunnel but was not made by edgestack", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("conflict  b.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("update    c.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("2 conflict, 1 update. Nothing was changed", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_route_asks_for_any_more_is_deleted_only_when_told()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com");
        Guid tunnel = cloudflare.Credentials().TunnelID;
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "old.example.com", $"{tunnel}.cfargotunnel.com", comment: $"edgestack:{tunnel}");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "other.example.com", "elsewhere.example.org");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes"));
        Assert.Equal(3, cloudflare.Api.Zones.Records.Count());
        Assert.Contains("stale   old.example.com", cloudflare.Shown, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--prune"));
        Assert.Equal(["CNAME a.example.com", "CNAME other.example.com"], cloudflare.Api.Zones.Records.Select(record => string.Join(' ', record.Split(' ')[..2])));
    }

    [Fact]
    public async Task Records_follow_the_routes_and_one_that_is_gone_for_a_day_is_deleted()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync(Routes("a.example.com", "b.example.com"));
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Time.Hold();
        Task<int> following = cloudflare.RunAsync("dns", "apply", "--follow", "--prune", "--admin", gateway.Address);
        await PassAsync(cloudflare, TimeSpan.FromMinutes(1), "a.example.com", "b.example.com");

        gateway.Body = Routes("a.example.com", "c.example.com");
        await PassAsync(cloudflare, TimeSpan.FromHours(20), "a.example.com", "b.example.com", "c.example.com");
        gateway.Body = Routes("a.example.com", "b.example.com", "c.example.com");
        await PassAsync(cloudflare, TimeSpan.FromHours(2), "a.example.com", "b.example.com", "c.example.com");
        gateway.Body = Routes("a.example.com", "c.example.com");
        await PassAsync(cloudflare, TimeSpan.FromHours(20), "a.example.com", "b.example.com", "c.example.com");
        await PassAsync(cloudflare, TimeSpan.FromHours(6), "a.example.com", "c.example.com");

        cloudflare.Host.StopGently();
        Assert.Equal(ExitCode.Fine, await following);
    }

    [Fact]
    public async Task A_gateway_without_routes_does_not_cost_every_record()
    {
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync("""{"revision":1,"problems":[],"routes":[]}""");
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        Guid tunnel = cloudflare.HaveTunnel();
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "a.example.com", $"{tunnel}.cfargotunnel.com", comment: $"edgestack:{tunnel}");

        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("dns", "apply", "--admin", gateway.Address, "--prune"));

        Assert.Empty(cloudflare.Api.Changes);
        Assert.Contains("--prune would delete every record of ours", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_routes_have_errors_nothing_is_deleted()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com");
        Guid tunnel = cloudflare.Credentials().TunnelID;
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "CNAME", "b.example.com", $"{tunnel}.cfargotunnel.com", comment: $"edgestack:{tunnel}");
        cloudflare.Host.Folder.Write("routes/b.yaml", "routes:\n  - { hosst: b.example.com, service: a:80 }\n");

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--prune"));
        await using FakeAdminApi gateway = await FakeAdminApi.StartAsync(
            """{"revision":1,"problems":[{"severity":"error","object":"default/b","file":"b","line":2,"column":5,"message":"unknown field 'hosst'","state":"rejected"}],"routes":[]}""");
        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("dns", "apply", "--admin", gateway.Address, "--prune"));

        Assert.Empty(cloudflare.Api.Changes);
        Assert.Contains("--prune: some routes have errors", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wildcard_does_not_hide_a_record_that_goes_before_it()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com", "b.example.com");
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Zones.AddRecord(zone, "A", "a.example.com", "192.0.2.1");

        Assert.Equal(ExitCode.ProblemsFound, await cloudflare.RunAsync("dns", "plan", "--routes", "routes", "--wildcard"));
        Assert.Contains("create    *.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("conflict  a.example.com", cloudflare.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain("b.example.com", cloudflare.Shown, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--wildcard", "--take-over", "a.example.com"));
        Assert.Equal(["*.example.com", "a.example.com"], cloudflare.Api.Zones.Records.Select(record => record.Split(' ')[1]));
    }

    [Fact]
    public async Task Of_two_zones_of_one_name_the_active_one_counts()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com");
        cloudflare.Api.Zones.Add("example.com", status: "moved");
        string active = cloudflare.Api.Zones.Add("example.com", account: "11112222333344445555666677778888");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes"));

        Assert.Equal([$"POST /zones/{active}/dns_records"], cloudflare.Api.Changes);
    }

    [Fact]
    public async Task One_wildcard_record_stands_for_all_names_one_level_below_a_zone()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com", "b.example.com", "example.com", "deep.down.example.com");
        Guid tunnel = cloudflare.Credentials().TunnelID;
        cloudflare.Api.Zones.Add("example.com");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--wildcard"));

        Assert.Equal(
            ["*.example.com", "deep.down.example.com", "example.com"],
            cloudflare.Api.Zones.Records.Select(record => record.Split(' ')[1]));
        Assert.All(cloudflare.Api.Zones.Records, record => Assert.EndsWith($"proxied edgestack:{tunnel}", record, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_somebody_makes_meanwhile_costs_only_its_own_name()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com", "b.example.com");
        string zone = cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Faults.Enqueue(null);
        cloudflare.Api.Faults.Enqueue(null);
        cloudflare.Api.Faults.Enqueue(context =>
        {
            cloudflare.Api.Zones.AddRecord(zone, "A", "a.example.com", "192.0.2.1");
            return FakeCloudflare.Refusing(400, 81053, "An A, AAAA, or CNAME record with that host already exists.")(context);
        });

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("dns", "apply", "--routes", "routes"));

        Assert.Contains("create a.example.com: somebody has made a record of that name meanwhile", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("create b.example.com: done", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("1 done, 1 failed.", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_to_take_over_that_no_route_asks_for_is_an_error()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com");
        cloudflare.Api.Zones.Add("example.com");

        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("dns", "apply", "--routes", "routes", "--take-over", "aa.example.com"));

        Assert.Contains("--take-over: no route asks for aa.example.com", cloudflare.Said, StringComparison.Ordinal);
        Assert.Empty(cloudflare.Api.Changes);
    }

    [Fact]
    public async Task A_zone_whose_name_servers_are_elsewhere_is_named()
    {
        await using CloudflareHost cloudflare = await WithRoutesAsync("a.example.com");
        cloudflare.Api.Zones.Add("example.com", status: "pending");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "plan", "--routes", "routes"));

        Assert.Contains("the zone example.com is pending: its name servers are not Cloudflare's yet", cloudflare.Shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_gateway_and_no_folder_are_told_from_each_other()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("dns", "plan", "--admin", $"http://127.0.0.1:{FreePort.Closed()}"));
        Assert.Equal(ExitCode.Usage, await cloudflare.RunAsync("dns", "plan", "--routes", "nowhere"));
        Assert.Empty(cloudflare.Api.Calls);
    }

    private static async Task PassAsync(CloudflareHost cloudflare, TimeSpan span, params string[] names)
    {
        await cloudflare.Time.PassAsync(span);
        Assert.Equal(names, cloudflare.Api.Zones.Records.Select(record => record.Split(' ')[1]));
    }

    private static string Routes(params string[] hosts) => $$"""{"revision":1,"problems":[],"routes":[{"name":"a","match":"m","state":"active","hosts":[{{string.Join(',', hosts.Select(host => $"\"{host}\""))}}]}]}""";

    private static async Task<CloudflareHost> WithRoutesAsync(params string[] hosts)
    {
        CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Host.Folder.Write("routes/r.yaml", $"routes:\n{string.Concat(hosts.Select(host => $"  - {{ host: {host}, service: a:80 }}\n"))}");
        return cloudflare;
    }
}
