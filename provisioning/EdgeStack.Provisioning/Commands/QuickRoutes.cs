using EdgeStack.Documents;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Provisioning.Local;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What <c>up --quick</c> needs before anything starts: cloudflared, and a host whose routes visitors get.</summary>
internal static class QuickRoutes
{
    /// <param name="surroundings">Where programs are looked for, and what is told.</param>
    /// <param name="folder">Full path of the route files; it may not exist yet.</param>
    /// <param name="wanted">The host that was named, if any.</param>
    /// <returns>Null when it cannot be, which has been said.</returns>
    public static QuickTunnel? Choose(Surroundings surroundings, string folder, string? wanted)
    {
        if (QuickTunnel.Find(surroundings.ProgramPath) is not { } cloudflared)
        {
            surroundings.Screen.Failure($"--quick needs the program cloudflared, and it is in no folder of PATH ({surroundings.ProgramPath})");
            surroundings.Screen.Progress("Install Cloudflare's package cloudflared (2025.6.1 or newer); or leave --quick out: everything else works without it.");
            return null;
        }

        string[] hosts = Directory.Exists(folder) ? Hosts(folder) : [SampleRoutes.Host];
        if (wanted is not null && !hosts.Contains(wanted, StringComparer.OrdinalIgnoreCase))
        {
            surroundings.Screen.Failure($"--quick: no route is for the host '{wanted}'{(NearestName.Suggestion(wanted, hosts) is { } nearest && hosts.Length > 0 ? $"; {nearest}" : "")}");
            return null;
        }

        if (wanted is null && hosts.Length == 0)
        {
            surroundings.Screen.Failure("--quick: no route in ./routes names a host, so there is nothing that visitors could get");
            return null;
        }

        return new QuickTunnel(cloudflared, wanted ?? hosts[0]);
    }

    private static string[] Hosts(string folder) =>
    [
        .. Linter.Read(RouteFiles.Find(folder, ["."]), []).Routes
            .OrderBy(route => route.Quarantine is not null)
            .SelectMany(route => route.Rule.RequiredHosts)
            .Where(host => host.Reach == HostReach.Exact)
            .Select(host => host.Name)
            .Distinct(),
    ];
}
