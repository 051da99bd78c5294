using System.Globalization;
using System.Text.Json;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Explaining;

/// <summary>Shows where a request goes: the answer first, then what was tried.</summary>
internal static class ExplanationReport
{
    private static readonly Style Good = new(Color.Green), Bad = new(Color.Red), Dim = new(decoration: Decoration.Dim), Bold = new(decoration: Decoration.Bold);

    public static void Show(AdminExplanation explanation, JsonElement document, string asked, OutputFormat output, Screen screen)
    {
        if (output != OutputFormat.Text)
        {
            screen.Json(document, indented: output == OutputFormat.Json);
            return;
        }

        ShowVerdict(explanation, Printable.Text(asked), screen);
        AdminTriedRoute[] candidates = [.. explanation.Tried.Where(tried => tried.Candidate)];
        if (candidates.Length > 0)
            screen.Data(AsTable(candidates, explanation.Winner?.Name));
        if (explanation.Tried.Count - candidates.Length is > 0 and var others)
            screen.Data(new Paragraph($"{others.ToString(CultureInfo.InvariantCulture)} {(others == 1 ? "route is" : "routes are")} for other hosts.", Dim));
    }

    private static void ShowVerdict(AdminExplanation explanation, string asked, Screen screen)
    {
        if (explanation.Winner is not { } winner)
        {
            string why = explanation.Refusal is { } refusal ? $"is refused: {refusal}" : "is taken by no route, and answered with 404";
            screen.Data(new Paragraph(asked, Bold).Append(" ").Append(Printable.Text(why), Bad));
            if (explanation.NearestHost is { } nearest)
                screen.Data(new Paragraph(Printable.Text($"No route is for this host; did you mean '{nearest}'?")));
            return;
        }

        string? trouble = explanation.Refusal is { } refused ? $"but is refused: {refused}"
            : winner.State == AdminRoute.Active ? null : $"but answers 503, {winner.State}: {winner.Reason}";
        screen.Data(new Paragraph(asked, Bold).Append(" goes to ").Append(Printable.Text(winner.Name), Good)
            .Append(trouble is null ? "" : " ").Append(Printable.Text(trouble ?? ""), Bad));
        Fact(screen, "because", explanation.WhyItWon);
        Fact(screen, "rule", winner.Match);
        Fact(screen, "written in", winner.Source is { File: { } file } source ? source.Line > 0 ? $"{file}:{source.Line}:{source.Column}" : file : null);
        Fact(screen, "passes", winner.Middlewares.Count > 0 ? string.Join(", ", winner.Middlewares) : null);
        Fact(screen, "upstream", winner.Endpoints.Count > 0 ? $"{winner.Upstream} ({string.Join(", ", winner.Endpoints)})" : winner.Upstream);
    }

    private static void Fact(Screen screen, string name, string? value)
    {
        if (value is not null)
            screen.Data(new Paragraph($"  {name,-11}", Dim).Append(Printable.Text(value)));
    }

    private static Table AsTable(IEnumerable<AdminTriedRoute> tried, string? winner)
    {
        Table table = new() { Border = TableBorder.None };
        foreach (string heading in new[] { "", "PRIORITY", "ROUTE", "WHY" })
            table.AddColumn(new TableColumn(new Text(heading, Bold)) { Padding = new Padding(0, 0, 2, 0) });
        foreach (AdminTriedRoute route in tried)
        {
            bool holds = route.Failed is null;
            string why = route.Route == winner && holds ? "takes it" : holds ? "would take it too, but comes later" : $"{route.Failed}: {route.Saw}";
            table.AddRow(
                new Text(holds ? "✓" : "✗", holds ? Good : Bad),
                new Text(route.Priority.ToString(CultureInfo.InvariantCulture)),
                new Text(Printable.Text(route.Route)),
                new Text(Printable.Text(why)));
        }

        return table;
    }
}
