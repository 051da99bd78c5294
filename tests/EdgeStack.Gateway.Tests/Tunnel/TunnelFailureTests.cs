using System.Globalization;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>A tunnel in the hands of a cloudflared that fails in every way that is known (rows TN of the reliability tests).</summary>
public sealed class TunnelFailureTests
{
    [Fact]
    public async Task A_tunnel_that_works_says_so_and_where_it_goes()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Equal("The tunnel is connected.", lab.Status.Sentence);
        Assert.Equal(4, lab.Status.Connections);
        Assert.Equal(["fra08", "prg02", "fra08", "prg02"], lab.Status.Slots.Select(slot => slot.Location));
        Assert.All(lab.Status.Slots, slot => Assert.Equal("quic", slot.Protocol));
        Assert.Empty(lab.Status.Restarts);
    }

    [Fact]
    public async Task TN_01_a_binary_that_is_missing_is_said_and_found_once_it_is_there()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok", options => options.Tunnel.Binary = "/nowhere/cloudflared");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Misconfigured);
        Assert.Equal("there is no program '/nowhere/cloudflared' (tunnel.binary): install Cloudflare's package cloudflared, or name its path in tunnel.binary", lab.Status.Sentence);
        await lab.PassAsync(TimeSpan.FromMinutes(2), 10);
        Assert.Empty(lab.Calls);
        Assert.Null(lab.Status.NextStart);
    }

    [Fact]
    public async Task TN_01_a_binary_for_another_processor_is_said()
    {
        string text = "";
        await using TunnelLab lab = new(TunnelMode.Token, "ok", options => text = options.Tunnel.Binary);
        // The head of a program for a processor of another kind, and nothing behind it.
        byte[] foreign = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0, 0xf3, 0, .. new byte[44]];
        string binary = await File.ReadAllTextAsync(text, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(text, foreign, TestContext.Current.CancellationToken);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Misconfigured);
        Assert.Contains("is not a program for this machine's processor", lab.Status.Sentence, StringComparison.Ordinal);
        await File.WriteAllTextAsync(text, binary, TestContext.Current.CancellationToken);
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Equal(1, lab.Status.Restarts[RestartReason.InputsChanged]);
    }

    [Fact]
    public async Task TN_02_settings_that_cloudflared_refuses_are_said_in_its_own_words_and_not_tried_again()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "exit255");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Misconfigured);
        Assert.Equal("cloudflared refuses its settings: Provided Tunnel token is not valid.", lab.Status.Sentence);
        await lab.PassAsync(TimeSpan.FromMinutes(5), 10);
        Assert.Single(lab.Calls);
        lab.Set("mode", "ok");
        lab.Set("token", TunnelLab.Token(Guid.NewGuid().ToString()) + "\n");
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Equal(2, lab.Calls.Count);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("eyJhIjoi", "holds no tunnel token")]
    [InlineData("bm8ganNvbg==", "holds no tunnel token")]
    public async Task TN_02_a_token_that_is_none_is_said_without_what_the_file_holds(string text, string expected)
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("token", text);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Misconfigured);
        Assert.StartsWith("tunnel.tokenFile: '", lab.Status.Sentence, StringComparison.Ordinal);
        Assert.Contains(expected, lab.Status.Sentence, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !lab.Status.Sentence.Contains(text, StringComparison.Ordinal));
        Assert.Empty(lab.Calls);
    }

    [Theory]
    [InlineData("exit1", "Cannot start: open config.yml: something is wrong with it")]
    [InlineData("port-busy", "Error opening metrics server listener: listen tcp 127.0.0.1:0: bind: address already in use")]
    [InlineData("no-dns", "the DNS query failed")]
    public async Task TN_03_another_error_at_the_start_is_tried_again_after_longer_and_longer_pauses(string mode, string said)
    {
        await using TunnelLab lab = new(TunnelMode.Token, mode);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Backoff);
        Assert.Contains(said, lab.Status.Sentence, StringComparison.Ordinal);
        Assert.Contains("next try at 14:02 UTC", lab.Status.Sentence, StringComparison.Ordinal);
        await lab.UntilAsync(_ => lab.Calls.Count == 4, "it was started four times", 0.1);
        TimeSpan passed = lab.Clock.GetUtcNow() - new DateTimeOffset(2026, 11, 29, 14, 2, 0, TimeSpan.Zero);
        Assert.InRange(passed.TotalSeconds, (1 + 2 + 4) * 0.8, ((1 + 2 + 4) * 1.2) + 4);
        lab.Set("mode", "ok");
        await lab.UntilAsync(TunnelState.Ready);
    }

    [Fact]
    public async Task TN_04_a_token_that_cloudflare_refuses_is_said_and_the_process_is_left_alone()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "unauthorized");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Unauthorized);
        Assert.StartsWith("Cloudflare refuses this token", lab.Status.Sentence, StringComparison.Ordinal);
        await lab.PassAsync(TimeSpan.FromMinutes(2), 5);
        Assert.Single(lab.Calls);
        // What cloudflared tries again for: the token was new, and Cloudflare's edge has heard of it.
        lab.Set("ready", "4");
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Single(lab.Calls);
    }

    [Fact]
    public async Task TN_05_without_internet_nothing_is_started_anew()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        lab.SetNetwork(edge: false, internet: false);
        lab.Set("ready", "0");
        await lab.UntilAsync(TunnelState.Offline);
        Assert.Matches("^No internet since 14:0[23] UTC; the tunnel comes back by itself$", lab.Status.Sentence);
        await lab.PassAsync(TimeSpan.FromHours(1), 30);
        Assert.Single(lab.Calls);
        lab.SetNetwork(edge: true, internet: true);
        lab.Set("ready", "4");
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Single(lab.Calls);
    }

    [Fact]
    public async Task TN_05_a_firewall_that_lets_everything_out_but_the_tunnel_is_said()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "never-ready");
        lab.SetNetwork(edge: false, internet: true);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Offline);
        Assert.Contains("TCP port 7844", lab.Status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TN_06_one_that_finds_no_way_back_is_started_anew_after_three_minutes_and_not_more_often_than_every_five()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "never-ready");
        TimeSpan first = await (await lab.StartAsync()).UntilAsync(_ => lab.Calls.Count == 2, "it was started anew", 5);
        Assert.InRange(first, TimeSpan.FromSeconds(180), TimeSpan.FromSeconds(200));
        TimeSpan second = await lab.UntilAsync(_ => lab.Calls.Count == 3, "it was started anew again", 5);
        Assert.InRange(second, TimeSpan.FromSeconds(285), TimeSpan.FromSeconds(320));
        Assert.Equal(2, lab.Status.Restarts[RestartReason.Stuck]);
    }

    [Fact]
    public async Task TN_07_one_that_does_not_answer_any_more_is_ended_and_started_anew()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "silent");
        await (await lab.StartAsync()).UntilAsync(_ => lab.Calls.Count == 1 && lab.Status.Metrics is not null, "it runs");
        lab.Set("mode", "ok");
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Equal(1, lab.Status.Restarts[RestartReason.Hung]);
        Assert.Equal(2, lab.Calls.Count);
    }

    [Fact]
    public async Task TN_07_one_that_never_says_where_it_can_be_asked_is_started_anew()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "no-metrics");
        TimeSpan passed = await (await lab.StartAsync()).UntilAsync(status => status.Restarts.ContainsKey(RestartReason.Hung), "it was started anew", 5);
        Assert.InRange(passed, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(75));
    }

    [Fact]
    public async Task TN_08_fewer_connections_than_there_should_be_are_said_after_a_minute()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "few");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        TimeSpan passed = await lab.UntilAsync(TunnelState.Degraded);
        Assert.InRange(passed, TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(66));
        Assert.Equal("2 of 4 connections to Cloudflare stand; visitors get through.", lab.Status.Sentence);
        await lab.PassAsync(TimeSpan.FromMinutes(10), 10);
        Assert.Single(lab.Calls);
    }

    [Fact]
    public async Task TN_09_a_free_tunnel_whose_udp_is_blocked_is_started_anew_with_http2()
    {
        await using TunnelLab lab = new(TunnelMode.Quick, "udp-blocked");
        TimeSpan passed = await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.InRange(passed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(2, lab.Calls.Count);
        Assert.Equal("http2", Following(lab.Calls[1], "--protocol"));
        Assert.Contains("Using HTTP/2", lab.Status.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, lab.Status.Restarts[RestartReason.UdpBlocked]);
    }

    [Fact]
    public async Task TN_09_a_tunnel_with_a_name_whose_udp_is_blocked_is_left_to_fall_back_by_itself()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "udp-blocked");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Connecting);
        await lab.PassAsync(TimeSpan.FromSeconds(100), 5);
        Assert.Single(lab.Calls);
    }

    [Fact]
    public async Task TN_10_free_tunnels_that_cloudflare_limits_are_asked_for_less_and_less_often()
    {
        await using TunnelLab lab = new(TunnelMode.Quick, "quick-429");
        await (await lab.StartAsync()).UntilAsync(TunnelState.RateLimited);
        Assert.StartsWith("Cloudflare limits free tunnels from this address; next try at 14:03 UTC", lab.Status.Sentence, StringComparison.Ordinal);
        foreach ((int calls, int minutes) in ((int, int)[])[(2, 1), (3, 5), (4, 15), (5, 30), (6, 30)])
        {
            TimeSpan pause = await lab.UntilAsync(status => lab.Calls.Count == calls && status.State == TunnelState.RateLimited, $"it was asked {calls} times", 20);
            Assert.InRange(pause, TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(40));
        }
    }

    [Fact]
    public async Task TN_10_a_service_for_free_tunnels_that_is_down_is_not_hammered()
    {
        await using TunnelLab lab = new(TunnelMode.Quick, "quick-down");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Backoff);
        Assert.StartsWith("Cloudflare gives out no free tunnels at the moment; next try at 14:03 UTC", lab.Status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TN_11_one_that_ends_without_being_asked_is_started_again_after_a_second()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "exit0");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Backoff);
        lab.Set("mode", "ok");
        TimeSpan passed = await lab.UntilAsync(TunnelState.Ready, 0.5);
        Assert.InRange(passed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        Assert.Equal(1, lab.Status.Restarts[RestartReason.Exit]);
    }

    [Fact]
    public async Task TN_12_one_that_ends_to_update_itself_is_started_again_with_a_warning()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "exit11");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Backoff);
        lab.Set("mode", "ok");
        await lab.UntilAsync(TunnelState.Ready, 0.5);
        Assert.Equal(1, lab.Status.Restarts[RestartReason.Updater]);
        Assert.Contains(lab.Board.Notes, note => note.Sentence.Contains("--no-autoupdate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TN_13_one_that_ends_all_the_time_is_tried_every_five_minutes()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "exit1");
        await (await lab.StartAsync()).UntilAsync(status => status.Sentence.StartsWith("cloudflared ends all the time", StringComparison.Ordinal), "it ends all the time", 5);
        Assert.Equal(6, lab.Calls.Count);
        TimeSpan passed = await lab.UntilAsync(_ => lab.Calls.Count == 7, "it was tried again", 5);
        Assert.InRange(passed, TimeSpan.FromSeconds(295), TimeSpan.FromSeconds(315));
        Assert.Contains(lab.Board.Notes, note => note.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task TN_14_a_remote_configuration_that_leads_elsewhere_is_said_with_host_and_service()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "remote-config");
        await (await lab.StartAsync()).UntilAsync(status => status.Astray.Length > 0, "the rules were compared");
        await lab.UntilAsync(TunnelState.Ready);
        Assert.Equal([new AstrayRule("blog.example.com", "http://old:80")], lab.Status.Astray);
        Assert.Contains("Cloudflare sends blog.example.com to http://old:80, not to the gateway", lab.Status.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080", false, "every visitor seems to be this machine: change it there to the tunnel's socket, or name 127.0.0.1 in visitor.trustedPeers.")]
    [InlineData("http://127.0.0.1:8080/", false, "every visitor seems to be this machine")]
    [InlineData("http://127.0.0.1:8080", true, null)]
    [InlineData("http://[::1]:8080", true, null)]
    [InlineData("http://127.0.0.1:8081", true, "not to the gateway")]
    [InlineData("https://127.0.0.1:8080", true, "not to the gateway")]
    [InlineData("unix:{run}/gateway.sock", false, null)]
    public async Task TN_14_a_remote_rule_may_lead_to_the_socket_and_to_loopback_where_that_is_trusted(string service, bool isTrusted, string? said)
    {
        await using TunnelLab lab = new(TunnelMode.Token, "remote-config", options =>
        {
            options.Listeners.Public = "http://0.0.0.0:8080";
            if (isTrusted && AddressRange.TryParse("127.0.0.0/8", out AddressRange loopback))
                options.Visitor.TrustedPeers = [loopback];
        });
        lab.Set("service", service.Replace("{run}", lab.Folder, StringComparison.Ordinal));
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        await lab.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(said is null, lab.Status.Astray.IsEmpty);
        Assert.Contains(said ?? "", lab.Status.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TN_15_CD_09_what_a_killed_gateway_has_left_behind_is_ended_before_another_is_started()
    {
        await using TunnelLab former = new(TunnelMode.Token, "ok");
        await (await former.StartAsync()).UntilAsync(TunnelState.Ready);
        int left = former.Status.ProcessId;
        // What a gateway that was killed leaves in the folder: its note of the process, which still runs.
        using TemporaryFolder copy = new();
        File.Copy(Path.Combine(former.Folder, "process"), copy.File("process"));
        await using TunnelLab lab = new(TunnelMode.Token, "ok", folder: copy.Path);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.NotEqual(left, lab.Status.ProcessId);
        await former.UntilAsync(status => status.ProcessId != left, "the one that was left behind has ended");
        Assert.Contains(lab.Board.Notes, note => note.Sentence.Contains("left behind", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task CD_09_a_process_that_only_has_the_number_of_ours_is_left_alone(int differs)
    {
        await using TunnelLab innocent = new(TunnelMode.Token, "ok");
        await (await innocent.StartAsync()).UntilAsync(TunnelState.Ready);
        string[] note = await File.ReadAllLinesAsync(Path.Combine(innocent.Folder, "process"), TestContext.Current.CancellationToken);
        note[1 + differs] = differs == 0 ? (long.Parse(note[1], CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture) : "/usr/bin/somebody-else";
        using TemporaryFolder copy = new();
        await File.WriteAllLinesAsync(copy.File("process"), note, TestContext.Current.CancellationToken);
        await using TunnelLab lab = new(TunnelMode.Token, "ok", folder: copy.Path);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Equal(TunnelState.Ready, innocent.Status.State);
        Assert.Single(innocent.Calls);
    }

    [Fact]
    public async Task CD_04_udp_that_is_blocked_after_it_had_worked_is_left_for_http2_within_a_minute_and_tried_again_after_an_hour()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "udp-lost");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        lab.Set("udp-lost", "");
        TimeSpan passed = await lab.UntilAsync(status => status.Restarts.ContainsKey(RestartReason.UdpBlocked) && status.State == TunnelState.Ready, "it works over HTTP/2");
        Assert.InRange(passed, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
        Assert.Equal("http2", Following(lab.Calls[1], "--protocol"));
        // Still blocked: the trial ends soon, and the next one is an hour away.
        await lab.UntilAsync(status => status.Restarts.ContainsKey(RestartReason.QuicRetry), "QUIC is tried again", 60);
        await lab.UntilAsync(_ => lab.Calls.Count == 3, "it has been called");
        Assert.DoesNotContain("--protocol", lab.Calls[2]);
        TimeSpan trial = await lab.UntilAsync(status => status.Restarts[RestartReason.UdpBlocked] == 2 && status.State == TunnelState.Ready, "it works over HTTP/2 again");
        Assert.InRange(trial, TimeSpan.FromSeconds(28), TimeSpan.FromSeconds(60));
        lab.Unset("udp-lost");
        TimeSpan hour = await lab.UntilAsync(status => status.Restarts[RestartReason.QuicRetry] == 2 && status.State == TunnelState.Ready, "QUIC is used again", 60);
        Assert.InRange(hour, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(62));
        Assert.Equal("The tunnel is connected.", lab.Status.Sentence);
        await lab.PassAsync(TimeSpan.FromHours(2), 60);
        Assert.Equal(5, lab.Calls.Count);
    }

    [Fact]
    public async Task CD_05_a_flood_of_lines_neither_stops_the_tunnel_nor_fills_the_memory()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "log-flood");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.InRange(lab.Board.Lines.Length, 1, 201);
        Assert.All(lab.Board.Lines, line => Assert.InRange(line.Length, 0, CappedLines.LongestLine));
    }

    private static string Following(string[] call, string option) => call[Array.IndexOf(call, option) + 1];
}
