using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack dns</c>: names of the routes at Cloudflare.</summary>
internal static class DnsCommand
{
    private const string PlanDescription =
        $"""
        Show what `edgestack dns apply` would do: for each host of the routes a record that leads to the tunnel. Changes nothing.

        Hosts are those of a running gateway, or of files with --routes. A record that edgestack did not make is a conflict and stays, unless
        --take-over names it. Ours are those that lead to this tunnel and have the comment edgestack:TUNNEL. Who uses external-dns needs none of this.

        Exit codes: 0 shown · 2 there are conflicts · {CloudflareConnection.ExitCodes}, or no credentials.
        """;

    private const string ApplyDescription =
        $"""
        Make the names of the routes lead to the tunnel: creates and updates records of ours, deletes them only with --prune, and
        replaces those of others only with --take-over. Repeated, it changes nothing. `edgestack dns plan` shows it before.
        With --follow it goes on, so that records follow the routes.

        Exit codes: 0 done, or stopped by Ctrl-C with --follow · 2 done, but there are conflicts · {CloudflareConnection.ExitCodes}, or no credentials.
        """;

    public static Command Create(Surroundings surroundings) => new("dns", "Let the names of the routes lead to the tunnel, at Cloudflare.")
    {
        new DnsQuestion("plan", PlanDescription, surroundings).Create(applies: false),
        new DnsQuestion("apply", ApplyDescription, surroundings).Create(applies: true),
    };
}
