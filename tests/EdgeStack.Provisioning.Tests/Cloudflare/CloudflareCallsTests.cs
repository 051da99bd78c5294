using System.Net;
using System.Net.Sockets;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

public sealed class CloudflareCallsTests
{
    [Fact]
    public async Task What_fails_for_a_moment_is_tried_again_and_said()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(502));
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(503));
        cloudflare.Api.Faults.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Contains("Cloudflare's API answers 502; trying again in ", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("Cloudflare's API answers 503; trying again in ", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("Cloudflare's API does not answer; trying again in ", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_waits_as_long_as_it_is_asked_to()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(429, "17"));

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Contains(TimeSpan.FromSeconds(17), cloudflare.Time.Pauses);
        Assert.Contains("Cloudflare's API answers 429; trying again in 17 s ...", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_wait_for_minutes_it_says_so_and_ends()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(429, "290"));

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Single(cloudflare.Api.Calls);
        Assert.Contains("allows no more requests for now", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("Try again in 5 min.", cloudflare.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "86400")]
    [InlineData(429, "Sun, 29 Nov 2026 20:00:00 GMT")]
    public async Task Whoever_asks_to_wait_for_hours_is_not_waited_for(int status, string retryAfter)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(status, retryAfter));

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Single(cloudflare.Api.Calls);
    }

    [Fact]
    public async Task A_time_to_wait_that_has_passed_is_none()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        for (int attempt = 0; attempt < 9; attempt++)
            cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(429, "Sun, 29 Nov 2020 20:00:00 GMT"));

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Contains("Try again in five minutes", cloudflare.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"success":false,"errors":[null,{"code":1000}],"result":null}""", 400, "(code 1000)")]
    [InlineData("""{"success":true,"errors":[],"result":[null]}""", 200, "the list has an item that is null")]
    [InlineData("""{"success":true,"result":[{"id":"z","name":null,"account":{"id":"a"}}]}""", 200, "is missing or something else")]
    [InlineData("""{"success":true,"result":{"id":1}}""", 200, "is missing or something else")]
    public async Task What_has_holes_is_said_and_nothing_breaks(string body, int status, string said)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Answering(status, body));

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "create"));

        Assert.Contains(said, cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_never_answers_is_unreachable_after_five_tries()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        for (int i = 0; i < 9; i++)
            cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(500));

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Equal(5, cloudflare.Api.Calls.Count);
        Assert.Contains("Cloudflare's API does not answer", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();

        Assert.Equal(ExitCode.Unreachable, await cloudflare.Host.RunAsync("tunnel", "rotate", "--api", $"http://127.0.0.1:{port}"));

        Assert.Contains("Cloudflare's API does not answer", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("Is this machine on the internet?", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_something_is_not_tried_again_when_it_may_have_been_made()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.Api.Zones.Add("example.com");
        cloudflare.Api.Faults.Enqueue(null);
        cloudflare.Api.Faults.Enqueue(null);
        cloudflare.Api.Faults.Enqueue(cloudflare.Api.LosingTheAnswer());

        Assert.Equal(ExitCode.Unreachable, await cloudflare.RunAsync("tunnel", "create", "home"));
        Assert.Single(cloudflare.Api.Changes);

        // The owner repeats it, and gets what was made, with the secret that counts.
        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("tunnel", "create", "home"));
        Assert.Equal(1, cloudflare.Api.Tunnels.Count);
        TunnelCredentials credentials = cloudflare.Credentials();
        Assert.Equal(cloudflare.Api.Tunnels.SecretOf(credentials.TunnelID), credentials.TunnelSecret);
    }

    [Fact]
    public async Task What_is_no_envelope_is_not_taken_for_one()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        cloudflare.Api.Faults.Enqueue(FakeCloudflare.Status(200));

        Assert.Equal(ExitCode.Failure, await cloudflare.RunAsync("tunnel", "rotate"));

        Assert.Contains("was not answered as Cloudflare's API answers: status 200", cloudflare.Said, StringComparison.Ordinal);
        Assert.Contains("captive portal", cloudflare.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_start_a_quarter_of_a_second_apart()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        for (int zone = 0; zone < 6; zone++)
            cloudflare.Api.Zones.Add($"zone{zone}.example");
        cloudflare.Host.Folder.Write("routes/r.yaml", "routes:\n  - { host: a.zone0.example, service: a:80 }\n");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "plan", "--routes", "routes"));

        Assert.Equal(7, cloudflare.Api.Calls.Count);
        Assert.Equal(6, cloudflare.Time.Pauses.Count(pause => pause == TimeSpan.FromMilliseconds(250)));
    }

    [Fact]
    public async Task Lists_are_read_to_their_last_page()
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();
        for (int zone = 0; zone < 51; zone++)
            cloudflare.Api.Zones.Add($"zone{zone}.example");
        cloudflare.Host.Folder.Write("routes/r.yaml", "routes:\n  - { host: a.zone50.example, service: a:80 }\n");

        Assert.Equal(ExitCode.Fine, await cloudflare.RunAsync("dns", "plan", "--routes", "routes"));

        Assert.Contains("create  a.zone50.example", cloudflare.Shown, StringComparison.Ordinal);
        Assert.Contains("GET /zones?page=2&per_page=50", cloudflare.Api.Calls);
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("api.cloudflare.com")]
    public async Task A_token_never_leaves_this_machine_without_TLS(string address)
    {
        await using CloudflareHost cloudflare = await CloudflareHost.StartAsync();
        cloudflare.HaveTunnel();

        Assert.Equal(ExitCode.Usage, await cloudflare.Host.RunAsync("tunnel", "rotate", "--api", address));

        Assert.Contains($"--api: '{address}' is not an https:// address", cloudflare.Said, StringComparison.Ordinal);
    }
}
