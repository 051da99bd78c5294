using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Local;

/// <summary>Follows a free tunnel: shows its address when visitors get through, again when it is another one, and what the gateway says in between.</summary>
internal sealed class PublicAddress(AdminApiClient admin, Screen screen, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly Style Good = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style Code = new(Color.White, Color.Black);

    /// <summary>Until it is told to stop.</summary>
    public async Task FollowAsync(string host, CancellationToken stop)
    {
        string? shown = null;
        string? said = null;
        string? heard = null;
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do
            {
                if (await admin.ReadTunnelAsync(stop) is not AdminAnswer.Tunnel { State: var tunnel })
                    continue;
                if (tunnel is { Carries: true, PublicUrl: { } address } && address != shown)
                    Show(shown = address, host);
                else if (!tunnel.Carries && tunnel.Sentence == heard && tunnel.Sentence != said)
                    screen.Progress($"tunnel: {said = tunnel.Sentence}");
                // What is true for a moment while it starts is no news.
                heard = tunnel.Carries ? null : tunnel.Sentence;
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Everything stops.
        }
    }

    private void Show(string address, string host)
    {
        screen.Progress("");
        screen.Progress(new Paragraph("On the internet: ", Good).Append(Printable.Text(address)).Append($" leads to {Printable.Text(host)}"));
        screen.Progress("  Anybody who knows the address can see it. It is another one at every start, and Cloudflare promises nothing for it.");
        if (!screen.IsTerminal)
            return;
        screen.Progress("");
        foreach (string line in QrCode.Lines(address))
            screen.Progress(new Paragraph(line, Code));
        screen.Progress("");
    }
}
