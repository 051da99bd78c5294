using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack tunnel</c>: the way from the internet to the gateway, as far as Cloudflare has to know of it.</summary>
internal static class TunnelCommand
{
    public static Command Create(Surroundings surroundings) => new("tunnel", "Make a tunnel at Cloudflare, look at it, change its secret.")
    {
        TunnelLoginCommand.Create(surroundings),
        TunnelCreateCommand.Create(surroundings),
        TunnelStatusCommand.Create(surroundings),
        TunnelRotateCommand.Create(surroundings),
    };
}
