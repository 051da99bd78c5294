using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What may stand under <c>spec.database.backup</c>.</summary>
internal static class BackupShape
{
    // OnCalendar; systemd judges it on the node.
    private const string Calendar = "[A-Za-z0-9*][A-Za-z0-9*:,./ ~-]{0,62}";

    // Words of a shell, of ssh's configuration and of sftp all take it as it is.
    private const string Folder = "(/[A-Za-z0-9_][A-Za-z0-9._-]*)+";

    /// <param name="secret">The shape of a reference to a secret.</param>
    public static Shape.Mapping Of(Shape.Reference secret) => new("backups",
    [
        new Field("schedule", new Shape.Text("a time of day, 02:30, or a calendar of systemd", Calendar), "When a dump is made. One that was missed is made up for after a boot.") { Default = "02:30" },
        new Field("keep", new Shape.Mapping("how many dumps stay",
        [
            new Field("daily", new Shape.Whole(1, 365), "The newest of each of so many days. So far back any moment can be brought back.") { Default = "7" },
            new Field("weekly", new Shape.Whole(0, 520), "And of so many weeks.") { Default = "4" },
            new Field("monthly", new Shape.Whole(0, 120), "And of so many months.") { Default = "0" },
        ]), "How many dumps stay, here and in the copy; those of the last two days all do."),
        new Field("path", new Shape.Text("a folder: letters, digits, '.', '_' and '-' between slashes", Folder), "The folder of dumps on the database's node.") { Default = "/var/backups/edgestack" },
        new Field("target", new Shape.Mapping("where the copy goes: node and path, or s3",
        [
            new Field("node", new Shape.Text("the name of a node"), "A node that keeps the copy. The database's own only with another disk."),
            new Field("path", new Shape.Text("a folder: letters, digits, '.', '_' and '-' between slashes", Folder), "The folder on that node; nothing else may be in it."),
            new Field("s3", new Shape.Mapping("a bucket that speaks S3",
            [
                new Field("endpoint", new Shape.Text("an address: https://HOST or http://HOST:PORT", "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?"), "Who keeps it.") { IsRequired = true },
                new Field("bucket", new Shape.Text("a bucket, with or without a folder behind it", "[a-z0-9][a-z0-9.-]{1,62}(/[A-Za-z0-9._-]+)*"), "The bucket; it has to be there.") { IsRequired = true },
                new Field("accessKey", secret, "Who writes to it.") { IsRequired = true },
                new Field("secretKey", secret, "The proof.") { IsRequired = true },
            ]), "A bucket in the place of a node."),
            new Field("password", secret, "What the copy is encrypted with. Keep it somewhere else too: without it the copy is of no use to anybody.") { IsRequired = true },
        ]), "Where a copy goes after every dump and every 10 minutes: a backup on the disk that it is to outlive is none.") { IsRequired = true },
        new Field("pitr", new Shape.Flag(), "Keep binary logs as well, copied every 10 minutes, so that any moment can be brought back.") { Default = "true" },
        new Field("restoreTest", new Shape.Text("a calendar of systemd: Sun 04:00", Calendar), "When the newest dump is restored for a trial, in a server of its own, and counted.") { Default = "Sun 04:00" },
    ]);
}
