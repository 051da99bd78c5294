using System.Text.RegularExpressions;

namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>The README's first command, with the programs as processes.</summary>
[Collection(UpCollection.Name)]
public sealed partial class UpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_answers_on_the_printed_address_and_follows_an_edited_route_file()
    {
        using TemporaryFolder folder = new();
        using HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
        await using CommandLineRun up = CommandLineRun.Start(folder.Path, "up", "--port", "0");
        Uri address = new(Address().Match(await up.SaysAsync("whoami.localhost")).Value);
        Assert.Equal(200, await StatusAsync(client, address, "whoami.localhost"));
        Uri machine = new(Address().Match(await up.SaysAsync("metrics/node")).Value + "metrics/node");
        Assert.Contains("\nnode_uname_info{", await client.GetStringAsync(machine, Cancellation), StringComparison.Ordinal);
        await Eventually.HoldsAsync(
            async () => (await client.GetStringAsync(machine, Cancellation)).Contains("edgestack_gateway_requests_total{", StringComparison.Ordinal), "the collector takes the gateway's families along");

        string file = Assert.Single(Directory.GetFiles(folder.File("routes")));
        folder.Write($"routes/{Path.GetFileName(file)}", (await File.ReadAllTextAsync(file, Cancellation)).Replace("whoami.localhost", "edited.localhost", StringComparison.Ordinal));
        await Eventually.HoldsAsync(async () => await StatusAsync(client, address, "edited.localhost") == 200, "the edited host answers");
        Assert.Equal(404, await StatusAsync(client, address, "whoami.localhost"));

        folder.Write($"routes/{Path.GetFileName(file)}", (await File.ReadAllTextAsync(file, Cancellation)).Replace("host:", "hots:", StringComparison.Ordinal));
        await up.SaysAsync("did you mean 'host'?");
        Assert.Equal(200, await StatusAsync(client, address, "edited.localhost"));
        (int exitCode, string report) = await CommandLineRun.ToEndAsync("routes", "lint", folder.File("routes"));
        Assert.Equal(2, exitCode);
        Assert.Contains("did you mean 'host'?", report, StringComparison.Ordinal);

        await up.InterruptAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(client, address, "edited.localhost"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(machine, Cancellation));
    }

    private static async Task<int> StatusAsync(HttpClient client, Uri address, string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new UriBuilder(address) { Host = "127.0.0.1" }.Uri);
        request.Headers.Host = host;
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        return (int)response.StatusCode;
    }

    [GeneratedRegex(@"http://[a-z0-9.]+:\d+/?")]
    private static partial Regex Address();
}
