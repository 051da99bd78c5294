using System.Net;
using System.Net.Sockets;
using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class UpTests
{
    private const string WhoamiRoute =
        """
        {"revision":1,"routes":[
          {"name":"a","match":"m","state":"active","hosts":["blog.example.com","*.example.com"]},
          {"name":"b","match":"m","state":"active","hosts":["whoami.localhost"]}]}
        """;

    [Fact]
    public async Task Without_a_gateway_it_says_where_it_looked_and_what_to_do()
    {
        using CommandHost host = new();

        int exit = await host.RunAsync("up");

        Assert.Equal(ExitCode.Failure, exit);
        Assert.Contains("edgestack-gateway was not found", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(host.Folder.Path, host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("dotnet build gateway/EdgeStack.Gateway", host.Error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(host.Folder.File("routes")));
    }

    [Fact]
    public async Task A_taken_port_is_named_before_anything_is_written()
    {
        using CommandHost host = new();
        StandInGateway.Write(host.Folder, "exit 0");
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int taken = ((IPEndPoint)other.LocalEndpoint).Port;

        int exit = await host.RunAsync("up", "--port", $"{taken}");

        Assert.Equal(ExitCode.Failure, exit);
        Assert.Contains($"port {taken} on 127.0.0.1 is taken", host.Error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(host.Folder.File("routes")));
    }

    [Fact]
    public async Task A_gateway_that_dies_at_once_is_reported_with_its_exit_code_and_last_words()
    {
        using CommandHost host = new();
        StandInGateway.Write(host.Folder, "echo 'unknown setting \u001b[31mlistners' >&2\nexit 78\n");

        int exit = await host.RunAsync("up", "--port", "0");

        Assert.Equal(ExitCode.Failure, exit);
        Assert.Contains(
            "the gateway ended by itself with exit code 78; its last words:\n  unknown setting \\x1b[31mlistners\n",
            host.Error.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_no_program_is_reported()
    {
        using CommandHost host = new();
        host.Folder.Write("edgestack-gateway", "not executable");

        int exit = await host.RunAsync("up", "--port", "0");

        Assert.Equal(ExitCode.Failure, exit);
        Assert.Contains("the gateway cannot be started: ", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_welcomes_shows_requests_and_stops_cleanly_when_asked()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, $$"""
            echo '{"time":"2026-11-22T12:03:01Z","status":200,"method":"GET","host":"whoami.localhost","path":"/","duration":0.0021,"route":"default/whoami/0"}'
            {{StandInGateway.WaitForStop}}
            """);

        Task<int> up = host.RunAsync("up", "--port", "0");
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("changes are read at once");
        host.StopGently();

        Assert.Equal(ExitCode.Fine, await up);
        string said = host.Error.ToString();
        Assert.Contains("There was no folder ./routes: wrote ./routes/whoami.yaml, a sample to start from.", said, StringComparison.Ordinal);
        Assert.StartsWith("whoami.localhost:", said.Split("http://")[1], StringComparison.Ordinal);
        Assert.Contains("curl -H 'Host: whoami.localhost' http://127.0.0.1:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("http://blog.example.com", said, StringComparison.Ordinal);
        Assert.EndsWith(":01 200 GET whoami.localhost/ 2.1 ms default/whoami/0\n", host.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_output_is_the_access_log_as_it_is()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, $$"""
            echo '{"status":200,"bytesIn":1}'
            {{StandInGateway.WaitForStop}}
            """);

        Task<int> up = host.RunAsync("up", "--port", "0", "--output", "ndjson");
        await host.Error.WaitForAsync("waiting");
        await host.Output.WaitForAsync("bytesIn");
        await host.Error.WaitForAsync("changes are read at once");
        host.StopGently();

        Assert.Equal(ExitCode.Fine, await up);
        Assert.Equal("{\"status\":200,\"bytesIn\":1}\n", host.Output.ToString());
    }

    [Fact]
    public async Task Both_folders_reach_the_gateway_and_the_generated_one_leads_to_the_backend_and_is_gone_afterwards()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, $$"""
            echo "own $1 $2" >&2
            echo "generated $3 $4" >&2
            cat "$4"/*.yaml "$6" >&2
            {{StandInGateway.WaitForStop}}
            """);

        Task<int> up = host.RunAsync("up", "--port", "0");
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("changes are read at once");
        string said = host.Error.ToString();
        string generated = said.Split('\n').Single(line => line.StartsWith("generated ", StringComparison.Ordinal)).Split(' ')[2];
        bool wasThere = Directory.Exists(generated);
        host.StopGently();
        await up;

        Assert.Contains($"own --routes {host.Folder.File("routes")}\n", said, StringComparison.Ordinal);
        Assert.Contains("generated --routes ", said, StringComparison.Ordinal);
        Assert.Contains("kind: Endpoints", said, StringComparison.Ordinal);
        Assert.Contains("# Written by `edgestack up`: everything is on the command line.", said, StringComparison.Ordinal);
        Assert.True(wasThere);
        Assert.False(Directory.Exists(generated));
    }

    [Fact]
    public async Task A_free_tunnel_leads_to_a_host_of_the_routes_and_to_no_other()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, $"echo \"args $*\" >&2\n{StandInGateway.WaitForStop}");
        host.Folder.Write("notes/cloudflared", "a file of that name that is no program");
        StandInGateway.MakeExecutable(host.Folder.Write("bin/cloudflared", ""));
        host.ProgramPath = $"/nowhere:{host.Folder.File("notes")}:{host.Folder.File("bin")}";
        host.Folder.Write("routes/r.yaml", "routes:\n  - { host: '*.localhost', service: a:80 }\n  - { hosts: [shop.localhost, blog.localhost], service: a:80 }\n");

        Assert.Equal(ExitCode.Failure, await host.RunAsync("up", "--port", "0", "--quick", "blob.localhost"));
        Assert.Contains("--quick: no route is for the host 'blob.localhost'; did you mean 'blog.localhost'?", host.Error.ToString(), StringComparison.Ordinal);

        Task<int> up = host.RunAsync("up", "--port", "0", "--quick");
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("On the internet: https://some-name.trycloudflare.com leads to shop.localhost");
        host.StopGently();

        Assert.Equal(ExitCode.Fine, await up);
        Assert.Contains($"--tunnel.mode quick --tunnel.binary {host.Folder.File("bin/cloudflared")} --tunnel.folder ", host.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--tunnel.quickHost shop.localhost", host.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u2588", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_while_it_starts_is_130()
    {
        using FakeGatewayNetwork network = new(ready: false, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, StandInGateway.WaitForStop);

        Task<int> up = host.RunAsync("up", "--port", "0");
        await host.Error.WaitForAsync("waiting");
        host.StopGently();

        Assert.Equal(ExitCode.Interrupted, await up);
    }

    [Fact]
    public async Task A_gateway_that_ignores_SIGINT_as_background_jobs_do_still_stops()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, StandInGateway.WaitForStop.Replace("INT TERM", "TERM\ntrap '' INT", StringComparison.Ordinal));

        Task<int> up = host.RunAsync("up", "--port", "0");
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("changes are read at once");
        host.StopGently();

        Assert.Equal(ExitCode.Fine, await up);
        Assert.Contains("stopping\n", host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_request_kills_a_gateway_that_does_not_stop()
    {
        using FakeGatewayNetwork network = new(ready: true, WhoamiRoute);
        using CommandHost host = new(network);
        StandInGateway.Write(host.Folder, StandInGateway.NeverStop);

        Task<int> up = host.RunAsync("up", "--port", "0");
        await host.Error.WaitForAsync("waiting");
        await host.Error.WaitForAsync("changes are read at once");
        host.StopGently();
        await host.Error.WaitForAsync("Stopping");
        host.StopHard();

        Assert.Equal(ExitCode.Interrupted, await up);
    }
}
