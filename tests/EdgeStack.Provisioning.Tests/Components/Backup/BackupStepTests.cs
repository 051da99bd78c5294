using System.Collections.Frozen;
using System.Text;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Components.Backup;

public sealed class BackupStepTests
{
    private const string KeysOfWeb = "ecdsa-sha2-nistp256 AAAB\nssh-ed25519 AAAA", OnDisk = "ext4 /dev/sda2";

    private static readonly Node Web = Known.Node("web", "10.0.0.1", Roles.Agent), Store = Known.Node("store", "10.0.0.3", Roles.Database);

    private static readonly BackupMaterial Material = new(new Secret("it's $(secret)"), (new Secret("access"), new Secret("proof")), new SshKey(new Secret("PEM"), "ecdsa-sha2-nistp256 AAAC edgestack-backup"));

    private static readonly BackupTarget OnWeb = new BackupTarget.Folder("web", "/srv/backup", new SecretReference.Prompt());
    private static readonly BackupTarget OnStore = new BackupTarget.Folder("store", "/srv/backup", new SecretReference.Prompt());
    private static readonly BackupTarget InBucket = new BackupTarget.Bucket("https://s3.example.org", "pi/db", new SecretReference.Prompt(), new SecretReference.Prompt(), new SecretReference.Prompt());

    [Fact]
    public void The_files_of_the_databases_node_are_these()
    {
        StringBuilder all = new();
        foreach ((string what, BackupTarget target) in (IEnumerable<(string, BackupTarget)>)[("on another node", OnWeb), ("on another disk", OnStore), ("in a bucket", InBucket)])
        {
            all.Append($"##### {what}\n");
            StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Judge(target, "7 sda \n8 sdb "));
            foreach (ManagedFile file in change.Actions.OfType<NodeAction.WriteFile>().Select(write => write.File).Except([BackupFiles.Program, BackupFiles.Copy, BackupFiles.Restore]))
                all.Append($"=== {file.Path} {file.Owner} {file.Mode}\n{(file.Content.IsSecret ? Encoding.UTF8.GetString(file.Content.Bytes.AsSpan()) : file.Content)}");
        }

        GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "tests", "EdgeStack.Provisioning.Tests", "Components", "Backup", "Goldens", "files.txt"), all.ToString());
    }

    [Fact]
    public void Three_timers_are_started_and_no_service()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Judge(OnWeb));
        Assert.Equal(["edgestack-db-backup.timer", "edgestack-db-binlog.timer", "edgestack-db-restore-test.timer"], change.Actions.OfType<NodeAction.StartUnit>().Select(start => start.Unit));
        Assert.Equal(Risk.Safe, change.Risk);
    }

    [Theory]
    [InlineData("7 sda \n7 sda ")]
    [InlineData("7 \n7 ")]
    [InlineData("7 sda \n8 sda ")]
    [InlineData("7 sda sdb \n8 sdb ")]
    public void A_copy_on_the_disk_of_the_data_is_refused(string disks) =>
        Assert.StartsWith("the copy would lie on the disk that has MariaDB's data (/srv/backup)", Assert.IsType<StepOutcome.Blocked>(Judge(OnStore, disks)).Why, StringComparison.Ordinal);

    [Fact]
    public void A_node_whose_host_keys_are_not_known_is_not_written_to()
    {
        BackupHost step = Step(OnWeb);
        StepOutcome.Blocked blocked = Assert.IsType<StepOutcome.Blocked>(step.Judge(Facts(step, "", KeysOfWeb, isWebThere: false)));
        Assert.Contains("host keys of web", blocked.Why, StringComparison.Ordinal);
        Assert.Contains("--limit", blocked.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_is_in_what_is_shown()
    {
        StringWriter all = new();
        new PlanReport(new Screen(all, all)).Show(new Plan([new PlannedStep(Store, Step(InBucket), Judge(InBucket))]));
        Assert.Contains("backup.secret", all.ToString(), StringComparison.Ordinal);
        Assert.All((string[])["$(secret)", "proof", "PEM"], secret => Assert.DoesNotContain(secret, all.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Who_keeps_the_copy_has_an_account_that_can_do_nothing_else()
    {
        CopyKeeper step = new("/srv/backup", Material.Key.Public);
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(step.Judge(step.Answering("absent", "absent", OnDisk, "absent", KeysOfWeb)));
        ManagedFile keys = Assert.Single(change.Actions.OfType<NodeAction.WriteFile>()).File;
        Assert.Equal(("root:root", "644"), (keys.Owner, keys.Mode));
        Assert.EndsWith("\nrestrict,command=\"internal-sftp\" ecdsa-sha2-nistp256 AAAC edgestack-backup\n", keys.Content.ToString(), StringComparison.Ordinal);
        string now = Known.File(keys.Content.ToString());
        Assert.IsType<StepOutcome.Unchanged>(step.Judge(step.Answering("edgestack-backup:*:999", "edgestack-backup 700", OnDisk, now, KeysOfWeb)));
        Assert.Equal(["~ /srv/backup: edgestack-backup 755 -> edgestack-backup 700"],
            Assert.IsType<StepOutcome.Change>(step.Judge(step.Answering("edgestack-backup:*:999", "edgestack-backup 755", OnDisk, now, KeysOfWeb))).Differences.SelectMany(DifferenceText.Lines));
    }

    [Fact]
    public void A_folder_with_somebodys_files_in_it_is_not_taken_over()
    {
        CopyKeeper step = new("/srv/backup", Material.Key.Public);
        Assert.Equal("/srv/backup is pi's, and something is in it", Assert.IsType<StepOutcome.Blocked>(step.Judge(step.Answering("absent", "pi 755\nphotos", OnDisk, "absent", KeysOfWeb))).Why);
        Assert.IsType<StepOutcome.Change>(step.Judge(step.Answering("absent", "root 755", OnDisk, "absent", KeysOfWeb)));
        Assert.IsType<StepOutcome.Change>(step.Judge(step.Answering("edgestack-backup:*:999", "edgestack-backup 755\nconfig", OnDisk, "absent", KeysOfWeb)));
    }

    [Theory]
    [InlineData("nfs4 store:/srv/share")]
    [InlineData("tmpfs tmpfs")]
    public void A_folder_that_lies_on_another_machine_or_in_memory_is_no_place_for_a_copy(string place)
    {
        CopyKeeper step = new("/srv/backup", Material.Key.Public);
        Assert.Contains("is no folder on a disk of its own", Assert.IsType<StepOutcome.Blocked>(step.Judge(step.Answering("absent", "absent", place, "absent", KeysOfWeb))).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_node_has_its_part_and_only_with_material()
    {
        Cluster cluster = Of(OnWeb);
        Assert.Equal(["db.backup.copy"], BackupSteps.Of(Web, cluster, Material).Select(step => step.Name));
        Assert.Equal(["db.backup.packages", "db.backup"], BackupSteps.Of(Store, cluster, Material).Select(step => step.Name));
        Assert.Empty(BackupSteps.Of(Web, Of(InBucket), Material));
        Assert.Empty(BackupSteps.Of(Store, cluster, null));
    }

    private static Cluster Of(BackupTarget target) => new("home", [Web, Store])
    {
        Database = new Database("store", "auto", Database.OnNode, RequiresTls: true, [], []) { Backup = new DatabaseBackup("02:30", new BackupRetention(7, 4, 0), "/var/backups/edgestack", target, KeepsLogs: true, "Sun 04:00") },
    };

    private static BackupHost Step(BackupTarget target) => new(Of(target), Of(target).Database!.Backup!, Material with { Bucket = target is BackupTarget.Bucket ? Material.Bucket : null });

    private static StepOutcome Judge(BackupTarget target, string disks = "") => Step(target) is var step ? step.Judge(Facts(step, disks, KeysOfWeb)) : throw new InvalidOperationException();

    private static NodeFacts Facts(BackupHost step, string disks, string keys, bool isWebThere = true)
    {
        Facts own = new(step.Queries.Distinct().ToDictionary(query => query, query => Answer(query switch
        {
            FactQuery.File => "absent",
            FactQuery.Unit => "LoadState=not-found\nActiveState=inactive\nUnitFileState=\nStamp=",
            FactQuery.Command command when command.Text.Contains("lsblk", StringComparison.Ordinal) => disks,
            _ => "",
        })));
        Facts web = new(new Dictionary<FactQuery, FactAnswer> { [CopyKeeper.HostKeys] = Answer(keys) });
        return new NodeFacts(Store, own, (isWebThere ? new Dictionary<string, Facts> { ["store"] = own, ["web"] = web } : new Dictionary<string, Facts> { ["store"] = own }).ToFrozenDictionary());
    }

    private static FactAnswer Answer(string text) => new(0, Encoding.UTF8.GetBytes(text));
}
