using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tunnel;

namespace EdgeStack.Gateway.Tests.Tunnel;

/// <summary>What happens to the tunnel's folder and to what cloudflared says, that nobody meant.</summary>
public sealed class TunnelDamageTests
{
    [Fact]
    public async Task A_folder_that_is_taken_away_costs_a_new_start_and_not_the_tunnel()
    {
        await using TunnelLab lab = await new TunnelLab(TunnelMode.Token, "ok").StartAsync();
        await lab.UntilAsync(TunnelState.Ready);
        Directory.Delete(lab.Folder, recursive: true);
        lab.Set("token", TunnelLab.Token("11112222-3333-4444-5555-666677778888"));
        await lab.UntilAsync(status => status.Restarts.GetValueOrDefault(RestartReason.InputsChanged) == 1 && status.State == TunnelState.Ready, "it was started anew");
    }

    [Fact]
    public async Task A_note_of_the_process_that_cannot_be_written_is_said_and_leaves_no_process_behind()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
#pragma warning disable CA1416 // tests run on Linux
        Directory.CreateDirectory(lab.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        Directory.CreateDirectory(Path.Combine(lab.Folder, "process"));
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        Assert.Contains(lab.Board.Notes, note => note.Sentence.StartsWith("It cannot be written down which cloudflared is ours", StringComparison.Ordinal));
        int process = lab.Status.ProcessId;
        Task stopping = lab.StopAsync();
        await lab.UntilAsync(_ => stopping.IsCompleted, "it has ended");
        Assert.False(Directory.Exists($"/proc/{process}"));
    }

    [Fact]
    public async Task A_folder_that_others_could_enter_is_looked_at_again()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
#pragma warning disable CA1416 // tests run on Linux
        UnixFileMode mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(lab.Folder);
        File.SetUnixFileMode(lab.Folder, mine | UnixFileMode.OtherExecute);
        await (await lab.StartAsync()).UntilAsync(status => status.Sentence.Contains("'chmod 700' it", StringComparison.Ordinal), "the folder is refused");
        File.SetUnixFileMode(lab.Folder, mine);
#pragma warning restore CA1416
        await lab.UntilAsync(TunnelState.Ready);
    }

    [Fact]
    public async Task CD_09_a_process_is_known_again_when_its_program_was_replaced()
    {
        await using TunnelLab former = await new TunnelLab(TunnelMode.Token, "ok", options => Replaceable(options)).StartAsync();
        await former.UntilAsync(TunnelState.Ready);
        int left = former.Status.ProcessId;
        using TemporaryFolder copy = new();
        File.Copy(Path.Combine(former.Folder, "process"), copy.File("process"));
        // As a package manager does it: another file under the same name.
        string program = File.ReadAllLines(copy.File("process"))[2];
        File.Copy(program, $"{program}.new");
        File.Move($"{program}.new", program, overwrite: true);

        await using TunnelLab lab = new(TunnelMode.Token, "ok", folder: copy.Path);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
        await former.UntilAsync(status => status.ProcessId != left, "the one that was left behind has ended");
        Assert.Contains(lab.Board.Notes, note => note.Sentence.Contains("left behind", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stream 1015 canceled by remote with error code 0")]
    [InlineData("Generated Connector ID: 10151015-0000-4000-8000-000000001015")]
    public async Task A_number_in_a_line_is_not_taken_for_a_limit(string words)
    {
        await using TunnelLab lab = new(TunnelMode.Token, "exit1");
        lab.Set("words", words);
        await (await lab.StartAsync()).UntilAsync(TunnelState.Backoff);
        Assert.True(lab.Status.NextStart - lab.Clock.GetUtcNow() < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Half_a_character_is_a_line_like_others()
    {
        await using TunnelLab lab = new(TunnelMode.Token, "ok");
        lab.Set("words", """{"level":"info","message":"\ud800"}""");
        await (await lab.StartAsync()).UntilAsync(TunnelState.Ready);
    }

    [Fact]
    public async Task While_it_is_started_anew_visitors_do_not_get_through()
    {
        await using TunnelLab lab = await new TunnelLab(TunnelMode.Token, "ok").StartAsync();
        await lab.UntilAsync(TunnelState.Ready);
        lab.Set("busy", "");
        lab.Set("token", TunnelLab.Token("11112222-3333-4444-5555-666677778888"));
        await lab.UntilAsync(TunnelState.Connecting);
        Assert.Equal(0, lab.Status.Connections);
        Assert.StartsWith("cloudflared is started anew", lab.Status.Sentence, StringComparison.Ordinal);
        lab.Unset("busy");
        await lab.UntilAsync(TunnelState.Ready);
    }

    [Theory]
    [InlineData("/run/edgestack/tunnel", null)]
    [InlineData("/tmp/aéééééééééééééééééééééééééééééééééééééééééééé", null)]
    [InlineData("/tmp/ééééééééééééééééééééééééééééééééééééééééééééé", "is longer than the 107 bytes that a socket's path may have; name a shorter one, or a shorter tunnel.folder")]
    public void A_folder_whose_socket_would_have_too_long_a_path_is_refused_before_anything_starts(string folder, string? why)
    {
        GatewayOptions options = new();
        (options.Tunnel.Mode, options.Tunnel.Folder) = (TunnelMode.Quick, folder);
        string? said = TunnelSettings.Complete(options);
        Assert.Equal(why is null, said is null);
        Assert.EndsWith(why ?? "", said ?? "", StringComparison.Ordinal);
    }

    // The stand-in is a script that executes another program, which several tests share: this one gets a copy of its own, which it may replace.
    private static void Replaceable(GatewayOptions options)
    {
        string script = File.ReadAllText(options.Tunnel.Binary);
        string program = script.Split('\'').Single(part => part.EndsWith("/cloudflared-stand-in", StringComparison.Ordinal));
        string folder = Path.Combine(Path.GetDirectoryName(options.Tunnel.Binary)!, "own");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(program)!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(options.Tunnel.Binary, script.Replace(program, Path.Combine(folder, "cloudflared-stand-in"), StringComparison.Ordinal));
    }
}
