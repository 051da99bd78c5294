using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes</c>: what a gateway serves, and what route files say.</summary>
internal static class RoutesCommand
{
    public static Command Create(Surroundings surroundings) => new("routes", "Look at the routes of a gateway, or check route files.")
    {
        RoutesListCommand.Create(surroundings),
        RoutesLintCommand.Create(surroundings),
        RoutesTestCommand.Create(surroundings),
        RoutesRbacCommand.Create(surroundings),
    };
}
