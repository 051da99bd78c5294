using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack requests</c>: what passes through a gateway.</summary>
internal static class RequestsCommand
{
    public static Command Create(Surroundings surroundings) => new("requests", "Look at the requests that pass through a gateway.")
    {
        RequestsTailCommand.Create(surroundings),
    };
}
