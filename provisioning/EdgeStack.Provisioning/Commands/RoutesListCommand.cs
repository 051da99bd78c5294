using System.CommandLine;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes list</c>: the table that a running gateway serves.</summary>
internal static class RoutesListCommand
{
    private const string Description =
        """
        List the routes that a running gateway serves, each with its state and why.

        Exit codes: 0 listed · 1 the gateway refused or answered something else · 4 nothing answers there · 64 usage.
        """;

    public static Command Create(Surroundings surroundings)
    {
        AdminConnection connection = new();
        Option<OutputFormat> output = OutputOption.Create("A table, one JSON document, or one JSON object a line.");
        Command command = new("list", Description) { connection.Admin, connection.TokenFile, output };
        command.SetAction(async (parsed, _) =>
        {
            (AdminAnswer.Routes? routes, int exit) = await connection.AskAsync<AdminAnswer.Routes>(surroundings, parsed, (client, stop) => client.ListRoutesAsync(stop));
            if (routes is not null)
                RoutesReport.Show(routes, parsed.GetValue(output), surroundings.Screen);
            return exit;
        });
        return command;
    }
}
