namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>The gateway with its tunnel as pods of the real cluster, from deploy/gateway/tunnel; in cloudflared's place stands a script.</summary>
#pragma warning disable CA1515 // the test class that takes it in its constructor has to be public
public sealed class TunnelPod : GatewayPod
#pragma warning restore CA1515
{
    internal const string TunnelId = "6ff42ae2-765d-4adf-8112-31c55c1551ef", Secret = "c2VjcmV0LW9mLXRoZS10dW5uZWwtMzItYnl0ZXM=";

    // A stand-in: says and answers what cloudflared does when all is well, and ends in order.
    private const string Script = """
        #!/bin/sh
        [ "$1" = version ] && { echo 2026.8.2; exit 0; }
        lab=/run/edgestack/stand-in
        mkdir -p $lab
        echo '{"status":200,"readyConnections":4,"connectorId":"0c9b1a2e-0000-4000-8000-000000000001"}' >$lab/ready
        printf '# TYPE cloudflared_tunnel_total_requests counter\ncloudflared_tunnel_total_requests 42\n' >$lab/metrics
        say() { echo "{\"level\":\"info\",\"time\":\"2026-11-29T10:00:00Z\",\"message\":\"$1\"$2}" >&2; }
        httpd -f -p 127.0.0.1:20241 -h $lab & server=$!
        trap 'say "Initiating graceful shutdown due to signal terminated ..."; kill $server; exit 0' INT TERM
        say 'Starting metrics server on 127.0.0.1:20241/metrics'
        for slot in 0 1 2 3; do say 'Registered tunnel connection' ",\"connIndex\":$slot,\"location\":\"fra08\",\"protocol\":\"quic\",\"ip\":\"198.41.192.7\""; done
        wait $server

        """;

    private readonly TemporaryFolder _folder = new();

    private protected override string Kustomization => Path.Combine("gateway", "tunnel");

    private protected override string NamedImage => "docker.io/edgestack/gateway-tunnel:0.1.0";

    private protected override string Image => "edge/gateway-tunnel:end-to-end";

    private protected override IEnumerable<string> AlsoInImage => ["--busybox", $"{Cloudflared()}:/cloudflared"];

    private protected override async Task AddAsync()
    {
        string credentials = _folder.Write("credentials.json", $$"""{"AccountTag":"abc","TunnelSecret":"{{Secret}}","TunnelID":"{{TunnelId}}"}""");
        await Kubectl.RunAsync("-n", Home, "create", "secret", "generic", "edgestack-tunnel", $"--from-file=credentials.json={credentials}");
    }

    private string Cloudflared()
    {
        string file = _folder.Write("cloudflared", Script);
#pragma warning disable CA1416 // a cluster is on Linux
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
#pragma warning restore CA1416
        return file;
    }
}
