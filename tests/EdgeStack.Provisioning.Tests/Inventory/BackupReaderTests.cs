using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Inventory;

public sealed class BackupReaderTests
{
    private const string Head = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes: [{ name: web, address: 10.0.0.1, roles: [agent] }, { name: store, address: 10.0.0.3, roles: [database] }]
          database:
            node: store

        """;

    [Fact]
    public void Only_where_the_copy_goes_has_to_be_said()
    {
        DatabaseBackup backup = Read("{ target: { node: web, path: /srv/backup, password: { env: X } } }").Cluster!.Database!.Backup!;
        Assert.Equal(("02:30", new BackupRetention(7, 4, 0), "/var/backups/edgestack", true, "Sun 04:00"), (backup.Schedule, backup.Keep, backup.Path, backup.KeepsLogs, backup.RestoreTest));
        Assert.Equal(new BackupTarget.Folder("web", "/srv/backup", new SecretReference.Variable("X")), backup.Target);
    }

    [Fact]
    public void A_bucket_is_another_place_for_the_copy()
    {
        DatabaseBackup backup = Read("{ keep: { daily: 3, monthly: 12 }, pitr: false, target: { s3: { endpoint: https://s3.example.org, bucket: pi/db, accessKey: { env: A }, secretKey: { env: S } }, password: { env: X } } }").Cluster!.Database!.Backup!;
        Assert.Equal(new BackupRetention(3, 4, 12), backup.Keep);
        Assert.False(backup.KeepsLogs);
        Assert.Equal(new BackupTarget.Bucket("https://s3.example.org", "pi/db", new SecretReference.Variable("A"), new SecretReference.Variable("S"), new SecretReference.Variable("X")), backup.Target);
    }

    [Fact]
    public void Without_it_nothing_is_backed_up() => Assert.Null(new InventoryReader("cluster.yaml", _ => null).Read(Head).Cluster!.Database!.Backup);

    [Theory]
    [InlineData("{}", "spec.database.backup.target is missing: Where a copy goes")]
    [InlineData("{ target: { node: web, path: /srv/b } }", "spec.database.backup.target.password is missing: What the copy is encrypted with.")]
    [InlineData("{ target: { node: wb, path: /srv/b, password: { env: X } } }", "there is no node 'wb' (did you mean 'web'?)")]
    [InlineData("{ target: { node: web, password: { env: X } } }", "target: path is missing (node and path, or s3)")]
    [InlineData("{ target: { path: /srv/b, password: { env: X } } }", "target: node is missing (node and path, or s3)")]
    [InlineData("{ target: { node: web, path: /srv/b, password: hunter22 } }", "password: a secret does not stand in the inventory itself")]
    [InlineData("{ target: { node: web, path: b, password: { env: X } } }", "spec.database.backup.target.path: 'b' is not a folder: letters, digits, '.', '_' and '-' between slashes")]
    [InlineData("{ target: { node: web, path: \"/b'; rm -rf /\", password: { env: X } } }", "spec.database.backup.target.path: '/b'; rm -rf /' is not a folder")]
    [InlineData("{ target: { node: web, path: /a/../b, password: { env: X } } }", "spec.database.backup.target.path: '/a/../b' is not a folder")]
    [InlineData("{ path: /home/pi, target: { node: web, path: /srv/b, password: { env: X } } }", "/home/pi is somebody's home (take a folder of its own in it)")]
    [InlineData("{ target: { node: web, path: /etc, password: { env: X } } }", "/etc is the system's, or may be (take a folder of its own below /srv")]
    [InlineData("{ schedule: \"02:30\\nExecStart=x\", target: { node: web, path: /srv/b, password: { env: X } } }", "is not a time of day, 02:30, or a calendar of systemd")]
    [InlineData("{ keep: { daily: 0 }, target: { node: web, path: /srv/b, password: { env: X } } }", "spec.database.backup.keep.daily: '0' is not a whole number from 1 to 365")]
    [InlineData("{ target: { node: web, s3: { endpoint: https://e, bucket: abc, accessKey: { env: A }, secretKey: { env: S } }, password: { env: X } } }", "the copy goes either to a node or to s3 (leave one of them out)")]
    [InlineData("{ target: { s3: { endpoint: e, bucket: abc, accessKey: { env: A }, secretKey: { env: S } }, password: { env: X } } }", "spec.database.backup.target.s3.endpoint: 'e' is not an address: https://HOST or http://HOST:PORT")]
    public void A_mistake_is_told_with_what_to_write(string backup, string expected)
    {
        string problem = Assert.Single(Read(backup).Problems).ToString();
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", problem, StringComparison.Ordinal);
    }

    private static InventoryReading Read(string backup) => new InventoryReader("cluster.yaml", _ => null).Read($"{Head}    backup: {backup}");
}
