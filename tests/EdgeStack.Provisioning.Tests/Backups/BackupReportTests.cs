using EdgeStack.Provisioning.Backups;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Tests.Backups;

public sealed class BackupReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly BackupDocument Backups = new("/var/backups/edgestack", "sftp:keeper:/srv/backup", At(-1), null, new BackupDocument.Trial("20261129T023000Z", At(-30), 12, "shop.t has 3 rows, and should have 4"),
    [
        new BackupDocument.Dump("20261130T023000Z", "10.11.19-MariaDB", At(-9), At(-9), 3 << 20, [new BackupDocument.DumpedDatabase("shop\u001b[31m", 3 << 20, 2, 40)]),
    ]);

    [Fact]
    public void A_dump_is_a_line_and_what_goes_with_all_of_them_stands_below()
    {
        (string output, string error) = Shown(Backups, OutputFormat.Text);
        Assert.Equal("""
            DUMP              MADE                                  SIZE     DATABASES
            20261130T023000Z  2026-11-30 03:00:00 UTC, 9 hours ago  3.0 MiB  shop\x1b[31m (40 rows)

            """, string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())));
        Assert.Equal("""
            binary logs: never copied
            copy in sftp:keeper:/srv/backup: 2026-11-30 11:00:00 UTC, 60 minutes ago
            trial of a restore: 20261129T023000Z, 2026-11-29 06:00:00 UTC, 30 hours ago, shop.t has 3 rows, and should have 4

            """, error);
    }

    [Fact]
    public void Without_a_dump_it_says_how_one_is_made() =>
        Assert.Contains("There is no dump yet in /var/backups/edgestack; `edgestack db backup` makes one.", Shown(Backups with { Dumps = [] }, OutputFormat.Text).Error, StringComparison.Ordinal);

    [Fact]
    public void Programs_get_numbers()
    {
        Assert.Contains($"\"copied\": {At(-1)}", Shown(Backups, OutputFormat.Json).Output, StringComparison.Ordinal);
        Assert.StartsWith("{\"id\":\"20261130T023000Z\",", Assert.Single(Shown(Backups, OutputFormat.Ndjson).Output.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private static long At(int hours) => Now.AddHours(hours).ToUnixTimeSeconds();

    private static (string Output, string Error) Shown(BackupDocument backups, OutputFormat format)
    {
        StringWriter output = new(), error = new();
        new BackupReport(new Screen(output, error), Now).Show(backups, format);
        return (output.ToString(), error.ToString());
    }
}
