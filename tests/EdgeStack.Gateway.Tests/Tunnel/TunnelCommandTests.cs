using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>How cloudflared is called, and what it gets to know.</summary>
public sealed class TunnelCommandTests
{
    private const string Common = "tunnel --config {folder}/config.yml --no-autoupdate --metrics 127.0.0.1:0 --output json --loglevel info --transport-loglevel warn "
        + "--grace-period 30s --retries 5 --edge-ip-version auto --label {machine} --pidfile {folder}/cloudflared.pid";

    [Theory]
    [InlineData("Quick", "Auto", " --url http://127.0.0.1:8080")]
    [InlineData("Quick", "Http2", " --protocol http2 --url http://127.0.0.1:8080")]
    [InlineData("Token", "Auto", " run --token-file {folder}/token")]
    [InlineData("Token", "Quic", " --protocol quic run --token-file {folder}/token")]
    [InlineData("Managed", "Auto", " run " + TunnelLab.TunnelId)]
    [InlineData("Credentials", "Auto", " run " + TunnelLab.TunnelId)]
    public async Task A_tunnel_is_called_with_exactly_these_arguments(string mode, string protocol, string rest)
    {
        await using TunnelLab lab = new(Enum.Parse<TunnelMode>(mode), "ok", options => options.Tunnel.Protocol = Enum.Parse<TunnelProtocol>(protocol));
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Equal((Common + rest).Replace("{folder}", lab.Folder, StringComparison.Ordinal).Replace("{machine}", Environment.MachineName, StringComparison.Ordinal),
            string.Join(' ', Assert.Single(lab.Calls)[1..]));
    }

    [Fact]
    public async Task A_tunnel_by_credentials_has_them_and_one_rule_in_its_configuration()
    {
        await using TunnelLab lab = new(TunnelMode.Credentials, "ok");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Equal(
            $"""
            tunnel: {TunnelLab.TunnelId}
            credentials-file: '{lab.Options.Tunnel.CredentialsFile}'
            originRequest: {"{"}connectTimeout: 5s, keepAliveConnections: 100, keepAliveTimeout: 90s{"}"}
            ingress:
              - service: 'unix:{lab.Folder}/gateway.sock'

            """,
            await File.ReadAllTextAsync(Path.Combine(lab.Folder, "config.yml"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nothing_of_the_gateways_environment_is_an_option_of_cloudflareds()
    {
        Environment.SetEnvironmentVariable("TUNNEL_TEST_OF_EDGESTACK", "http://elsewhere");
        Environment.SetEnvironmentVariable("EDGESTACK__TEST_OF_TUNNEL", "1");
        try
        {
            await using TunnelLab lab = new(TunnelMode.Token, "ok");
            await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
            Assert.Contains("PATH=", lab.Environment, StringComparison.Ordinal);
            Assert.DoesNotContain("TUNNEL_", lab.Environment, StringComparison.Ordinal);
            Assert.DoesNotContain("EDGESTACK", lab.Environment, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TUNNEL_TEST_OF_EDGESTACK", null);
            Environment.SetEnvironmentVariable("EDGESTACK__TEST_OF_TUNNEL", null);
        }
    }

    [Fact]
    public async Task CD_07_the_token_is_in_one_file_for_its_owner_and_nowhere_else()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("token", $"sudo cloudflared service install {TunnelLab.Token()}\n");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        string file = Path.Combine(lab.Folder, "token");
        Assert.Equal(TunnelLab.Token(), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
#pragma warning disable CA1416 // tests run on Linux
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(lab.Folder));
#pragma warning restore CA1416
        string arguments = await File.ReadAllTextAsync($"/proc/{lab.Status.ProcessId}/cmdline", TestContext.Current.CancellationToken);
        string[] others = [arguments, lab.Environment, string.Join('\n', lab.Board.Lines), string.Join('\n', lab.Board.Notes), lab.Status.ToString(), File.ReadAllText(Path.Combine(lab.Folder, "config.yml"))];
        Assert.All(others, text => Assert.DoesNotContain(TunnelLab.Token(), text, StringComparison.Ordinal));
        Assert.All(others, text => Assert.DoesNotContain(TunnelLab.Secret, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task CD_07_a_rotated_token_is_taken_over_and_a_broken_one_ends_nothing()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        lab.Set("token", "half a tok");
        await lab.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(TunnelState.Ready, lab.Status.State);
        Assert.Single(lab.Calls);
        Assert.Single(lab.Board.Notes, note => note.Sentence.EndsWith("; the tunnel that stands keeps what it was started with", StringComparison.Ordinal));

        string other = TunnelLab.Token("11112222-3333-4444-5555-666677778888");
        lab.Set("token", other);
        await lab.UntilAsync(status => status.Restarts.GetValueOrDefault(RestartReason.InputsChanged) == 1 && status.State == TunnelState.Ready, "it was started anew");
        Assert.Equal(2, lab.Calls.Count);
        Assert.Equal(other, await File.ReadAllTextAsync(Path.Combine(lab.Folder, "token"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task CD_07_credentials_that_Kubernetes_replaces_behind_a_link_are_taken_over()
    {
        using TemporaryFolder secret = new();
        string first = Credentials("11112222-3333-4444-5555-666677778888"), second = Credentials("99990000-3333-4444-5555-666677778888");
        secret.Write("..one/credentials.json", first);
        secret.Write("..two/credentials.json", second);
        File.CreateSymbolicLink(secret.File("..data"), "..one");
        File.CreateSymbolicLink(secret.File("credentials.json"), "..data/credentials.json");
        await using TunnelLab lab = new(TunnelMode.Managed, "ok", options => options.Tunnel.CredentialsFile = secret.File("credentials.json"));
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Equal("11112222-3333-4444-5555-666677778888", lab.Calls[0][^1]);

        // As the kubelet does it; only that it renames, and there is no moment without.
        File.Delete(secret.File("..data"));
        File.CreateSymbolicLink(secret.File("..data"), "..two");
        await lab.UntilAsync(_ => lab.Calls.Count == 2, "it was started anew");
        Assert.Equal("99990000-3333-4444-5555-666677778888", lab.Calls[1][^1]);
    }

    [Fact]
    public async Task A_cloudflared_that_cannot_write_json_is_understood_and_said_to_be_old()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("version", "2025.5.0");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.DoesNotContain("--output", lab.Calls[0]);
        Assert.Equal(["fra08", "prg02", "fra08", "prg02"], lab.Status.Slots.Select(slot => slot.Location));
        Assert.Contains(lab.Board.Notes, note => note.Sentence == "cloudflared 2025.5.0 is older than 2025.6.1, the oldest that is supported: install a newer one");
    }

    [Fact]
    public async Task A_cloudflared_that_wants_its_token_on_the_command_line_is_not_started()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("version", "2025.2.1");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Misconfigured);
        Assert.Equal("cloudflared 2025.2.1 cannot read its token from a file, and on a command line everybody could read it: install 2025.6.1 or newer", lab.Status.Sentence);
        Assert.Empty(lab.Calls);
    }

    [Fact]
    public async Task A_free_tunnel_says_where_the_gateway_is()
    {
        await using TunnelLab lab = new(TunnelMode.Quick, "ok");
        await (await lab.StartAsync()).UntilAsync(status => status.PublicHost is not null, "it has a name");
        Assert.Equal("gentle-river-42.trycloudflare.com", lab.Status.PublicHost);
        Assert.Equal((TunnelState.Ready, 1, 1), (lab.Status.State, lab.Status.Connections, lab.Status.Expected));
    }

    [Fact]
    public async Task A_tunnel_of_somebody_elses_is_watched_and_never_touched()
    {
        await using TunnelLab theirs = new(TunnelMode.Token, "ok");
        await (await theirs.StartAsync()).UntilAsync(TunnelState.Ready);
        await using TunnelLab lab = new(TunnelMode.External, "ok", options => options.Tunnel.MetricsUrl = theirs.Status.Metrics);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        theirs.Set("ready", "0");
        await lab.UntilAsync(TunnelState.Connecting);
        theirs.Unset("ready");
        await lab.UntilAsync(TunnelState.Ready);
        theirs.Set("mode", "exit1");
        await theirs.StopAsync();
        await lab.UntilAsync(TunnelState.Hung);
        Assert.StartsWith($"Nothing answers at {lab.Options.Tunnel.MetricsUrl}", lab.Status.Sentence, StringComparison.Ordinal);
        Assert.Empty(lab.Calls);
    }

    [Fact]
    public async Task CD_06_one_that_does_not_end_when_asked_is_killed_after_its_grace()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "hang-on-term");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        int process = lab.Status.ProcessId;
        Task stopping = lab.StopAsync();
        await lab.UntilAsync(TunnelState.Stopping);
        TimeSpan passed = await lab.UntilAsync(_ => stopping.IsCompleted, "it has ended");
        Assert.InRange(passed, TimeSpan.FromSeconds(33), TimeSpan.FromSeconds(38));
        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.False(File.Exists(Path.Combine(lab.Folder, "process")));
    }

    [Fact]
    public async Task TN_16_at_the_end_requests_under_way_finish_before_it_ends()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("busy", "");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Task stopping = lab.StopAsync();
        await lab.UntilAsync(TunnelState.Stopping);
        Assert.Equal("The tunnel takes no more requests and finishes those under way", lab.Status.Sentence);
        Assert.False(stopping.IsCompleted);
        lab.Unset("busy");
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(TunnelState.Disabled, lab.Status.State);
        Assert.DoesNotContain(lab.Board.Notes, note => note.Sentence.Contains("killed", StringComparison.Ordinal));
    }

    private static string Credentials(string tunnel) => $$"""{"AccountTag":"abc","TunnelSecret":"{{TunnelLab.Secret}}","TunnelID":"{{tunnel}}"}""";
}
