using System.Globalization;
using System.Text.Json;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.Backups;

/// <summary>Shows backups.</summary>
/// <param name="screen">Where.</param>
/// <param name="now">The moment from which ages are counted.</param>
internal sealed class BackupReport(Screen screen, DateTimeOffset now)
{
    public void Show(BackupDocument backups, OutputFormat output)
    {
        if (output == OutputFormat.Text)
            ShowText(backups);
        else if (output == OutputFormat.Json)
            screen.Json(JsonSerializer.SerializeToElement(backups, BackupJson.Default.BackupDocument), indented: true);
        else
        {
            foreach (BackupDocument.Dump dump in backups.Dumps)
                screen.Json(JsonSerializer.SerializeToElement(dump, BackupJson.Default.Dump), indented: false);
        }
    }

    /// <summary>A size as people read it.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1024.0):0} KiB"),
    };

    /// <summary>A moment, and how long ago it was.</summary>
    public string Moment(long seconds)
    {
        DateTimeOffset moment = DateTimeOffset.FromUnixTimeSeconds(seconds);
        TimeSpan age = now - moment;
        string ago = age.TotalHours >= 48 ? $"{age.TotalDays:0} days" : age.TotalMinutes >= 120 ? $"{age.TotalHours:0} hours" : $"{Math.Max(age.TotalMinutes, 0):0} minutes";
        return string.Create(CultureInfo.InvariantCulture, $"{moment:yyyy-MM-dd HH:mm:ss} UTC, {ago} ago");
    }

    private void ShowText(BackupDocument backups)
    {
        if (backups.Dumps.IsEmpty)
            screen.Progress($"There is no dump yet in {backups.Folder}; `edgestack db backup` makes one.");
        else
        {
            Table table = new() { Border = TableBorder.None };
            foreach (string column in (string[])["DUMP", "MADE", "SIZE", "DATABASES"])
                table.AddColumn(new TableColumn(column) { Padding = new Padding(0, 0, 2, 0) });
            foreach (BackupDocument.Dump dump in backups.Dumps)
                table.AddRow([new Text(Printable.Text(dump.Id)), new Text(Moment(dump.Started)), new Text(Size(dump.Bytes)), new Text(Printable.Text(string.Join(", ", dump.Databases.Select(database => $"{database.Name} ({database.Rows} rows)"))))]);
            screen.Data(table);
        }

        screen.Progress($"binary logs: {(backups.Logged is { } logged ? $"copied {Moment(logged)}" : "never copied")}");
        screen.Progress($"copy in {backups.Repository}: {(backups.Copied is { } copied ? Moment(copied) : "none yet")}");
        screen.Progress($"trial of a restore: {(backups.Tested is { } trial ? $"{trial.Id}, {Moment(trial.At)}, {trial.Error ?? "passed"}" : "none yet")}");
    }
}
