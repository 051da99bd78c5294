using System.Text.Json;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Dns;

/// <summary>Shows a plan.</summary>
internal static class DnsReport
{
    public static void Show(DnsPlan plan, RecordOwnership ownership, OutputFormat output, Screen screen)
    {
        if (output == OutputFormat.Text)
        {
            if (plan.Changes.IsEmpty)
                screen.Progress("No route names a host, and no record is ours: nothing to do.");
            else
                screen.Data(AsTable(plan));
            return;
        }

        DnsDocument document = new(ownership.Tunnel, ownership.Content, [.. plan.Changes.Select(DnsRow.Of)]);
        JsonElement json = JsonSerializer.SerializeToElement(document, DnsJson.Default.DnsDocument);
        if (output == OutputFormat.Json)
            screen.Json(json, indented: true);
        else
            foreach (JsonElement record in json.GetProperty("records").EnumerateArray())
                screen.Json(record, indented: false);
    }

    /// <summary>How many of each, in the order of the plan's words.</summary>
    public static string Summary(DnsPlan plan) =>
        plan.Changes.IsEmpty ? "nothing" : string.Join(", ", plan.Changes.CountBy(change => change.Action).Select(count => $"{count.Value} {count.Key}"));

    public static Style StyleOf(DnsChange change) => change switch
    {
        DnsChange.Create or DnsChange.Update => new Style(Color.Green),
        DnsChange.Conflict => new Style(Color.Red),
        DnsChange.TakeOver or DnsChange.Stale or DnsChange.NoZone => new Style(Color.Yellow),
        _ => new Style(decoration: Decoration.Dim),
    };

    private static Table AsTable(DnsPlan plan)
    {
        Table table = new() { Border = TableBorder.None };
        foreach (string heading in new[] { "ACTION", "NAME", "ZONE", "NOTE" })
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))) { Padding = new Padding(0, 0, 2, 0) });
        foreach (DnsChange change in plan.Changes)
            table.AddRow(new Text(change.Action, StyleOf(change)), Cell(change.Name), Cell(change.Zone?.Name ?? "-"), Cell(change.Note ?? ""));
        return table;
    }

    private static Text Cell(string text) => new(Printable.Text(text));
}
