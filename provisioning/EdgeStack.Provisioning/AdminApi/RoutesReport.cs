using System.Text.Json;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>Shows a list of routes in the form asked for.</summary>
internal static class RoutesReport
{
    public static void Show(AdminAnswer.Routes routes, OutputFormat output, Screen screen)
    {
        if (output == OutputFormat.Json)
            screen.Json(routes.Document, indented: true);
        else if (output == OutputFormat.Ndjson)
            foreach (JsonElement route in routes.Document.GetProperty("routes").EnumerateArray())
                screen.Json(route, indented: false);
        else if (routes.List.Routes.Count == 0)
            screen.Progress("The gateway serves no routes yet.");
        else
            screen.Data(AsTable(routes.List.Routes));
    }

    private static Table AsTable(IReadOnlyList<AdminRoute> routes)
    {
        Table table = new() { Border = TableBorder.None };
        Style bold = new(decoration: Decoration.Bold);
        foreach (string heading in new[] { "NAME", "MATCH", "UPSTREAM", "ENDPOINTS", "STATE" })
            table.AddColumn(new TableColumn(new Text(heading, bold)) { Padding = new Padding(0, 0, 2, 0) });
        foreach (AdminRoute route in routes)
            table.AddRow(
                Cell(route.Name),
                Cell(route.Match),
                Cell(route.Upstream ?? "-"),
                Cell(route.Endpoints.Count == 0 ? "-" : string.Join(", ", route.Endpoints)),
                new Text(Printable.Text(State(route)), StateStyle(route.State)));
        return table;
    }

    private static Text Cell(string text) => new(Printable.Text(text));

    private static string State(AdminRoute route)
    {
        string state = route.Reason is null ? route.State : $"{route.State}: {route.Reason}";
        return route.State != AdminRoute.Active && route.Source is { File: { } file } source ? $"{state} ({Position(file, source)})" : state;
    }

    private static string Position(string file, AdminSource source) => source.Line > 0 ? $"{file}:{source.Line}:{source.Column}" : file;

    private static Style StateStyle(string state) => state switch
    {
        AdminRoute.Active => new Style(Color.Green),
        "quarantined" => new Style(Color.Red),
        _ => new Style(Color.Yellow),
    };
}
