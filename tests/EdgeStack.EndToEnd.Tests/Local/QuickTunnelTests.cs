using System.Globalization;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>
/// <c>edgestack up --quick</c> with all programs as processes: the command line, the gateway it starts, and the stand-in for cloudflared that the gateway
/// starts. The stand-in's edge is where a visitor comes in.
/// </summary>
[Collection(UpCollection.Name)]
public sealed class QuickTunnelTests
{
    private const string PublicName = "gentle-river-42.trycloudflare.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_of_the_public_address_reaches_the_route_and_is_known_by_their_own_address()
    {
        using TemporaryFolder folder = new();
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        await using CommandLineRun up = CommandLineRun.Start(folder.Path, WithStandIn(folder), ["up", "--port", "0", "--quick"]);

        Assert.Contains($"https://{PublicName} leads to whoami.localhost", await up.SaysAsync("On the internet: "), StringComparison.Ordinal);
        using HttpRequestMessage request = new(HttpMethod.Get, $"http://127.0.0.1:{await File.ReadAllTextAsync(folder.File("lab/edge-port"), Cancellation)}/hello");
        request.Headers.Host = PublicName;
        request.Headers.Add("X-Forwarded-For", "198.51.100.99");
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        string answer = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("X-Forwarded-For: 203.0.113.7\n", answer, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto: https\n", answer, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => up.Output.Any(line => line.Contains("GET whoami.localhost/hello", StringComparison.Ordinal)), "the request is shown");

        int cloudflared = int.Parse((await File.ReadAllTextAsync(folder.File("lab/calls.log"), Cancellation)).Split('\t')[0], CultureInfo.InvariantCulture);
        Assert.True(Directory.Exists($"/proc/{cloudflared}"));
        await up.InterruptAsync();
        Assert.False(Directory.Exists($"/proc/{cloudflared}"));
    }

    [Fact]
    public async Task Without_cloudflared_it_says_what_to_install_and_starts_nothing()
    {
        using TemporaryFolder folder = new();
        await using CommandLineRun up = CommandLineRun.Start(folder.Path, "/nowhere", ["up", "--port", "0", "--quick"]);

        Assert.Equal(1, await up.EndsAsync());

        Assert.Contains(up.Errors, line => line.Contains("--quick needs the program cloudflared, and it is in no folder of PATH (/nowhere)", StringComparison.Ordinal));
        Assert.Contains(up.Errors, line => line.Contains("Install Cloudflare's package cloudflared", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder.File("routes")));
    }

    private static string WithStandIn(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("lab"));
        string program = folder.Write("bin/cloudflared", $"#!/bin/sh\nexec '{Programs.CloudflaredStandIn}' '{folder.File("lab")}' \"$@\"\n");
#pragma warning disable CA1416 // the programs are for Linux, and so are their tests
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return $"{folder.File("bin")}:{Environment.GetEnvironmentVariables()["PATH"]}";
    }
}
