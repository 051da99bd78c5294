using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using EdgeStack.Provisioning.Certificates;
using EdgeStack.Provisioning.Components;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Components.Nfs;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Tests.Execution;

/// <summary>Everything that is run on nodes, read by a real shell and by shellcheck.</summary>
public sealed class ShellTests
{
    // 2016: text for another shell stands between single quotes. 2034, 2120, 2154, 2317: what is set or called by another piece of the script.
    private static readonly string[] Left = ["--exclude=SC2016,SC2034,SC2120,SC2154,SC2317"];

    [Fact]
    public Task The_driver_is_sound() => SoundAsync(Encoding.UTF8.GetString(new RemoteDriver().Source));

    [Fact]
    public Task The_functions_of_the_actions_are_sound() => SoundAsync($"run=x es_failed=x es_now=0\n{ActionScript.Functions}");

    [Fact]
    public async Task The_program_for_backups_is_sound()
    {
        await SoundAsync(BackupFiles.Program.Content.ToString(), "bash");
        await SoundAsync(BackupFiles.Restore.Content.ToString(), "bash");
        await SoundAsync(BackupFiles.Copy.Content.ToString(), "bash");
    }

    [Fact]
    public async Task Every_step_with_every_kind_of_action_is_a_sound_script()
    {
        ManagedFile file = new("/etc/it's $(a)", Content.OfSecret("secret $(x)"u8.ToArray())) { Check = "test -s \"$1\"" };
        UnitFact unit = new(IsThere: true, IsActive: true, "enabled", "");
        StepOutcome.Change change = new([], [
            new NodeAction.WriteFile(file), new NodeAction.RemoveFile("/tmp/'"), new NodeAction.InstallPackages(new NameList(["a", "b"])), new NodeAction.FinishPackages(),
            new NodeAction.StartUnit("a.service", "stamp", unit), new NodeAction.StopUnit("a.service", unit), new NodeAction.Run("do it", "cat >/dev/null") { Input = [1, 2], UndoScript = "echo 'back'" }]);
        RemoteScript script = new StepScript(new RunTerms("20261130-000000", TimeSpan.FromSeconds(120)), new Locking(), change, DateTimeOffset.UnixEpoch).Write();
        await SoundAsync(script.Text);
        Assert.DoesNotContain("secret $(x)", script.Text, StringComparison.Ordinal);
        Assert.Equal([.. "secret $(x)"u8, 1, 2], script.Input.ToArray());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Taking_a_step_back_is_a_sound_script(bool needsConfirmation, bool isForced)
    {
        JournalEntry started = new("1", "test.lock", "started", DateTimeOffset.UnixEpoch)
        {
            NeedsConfirmation = needsConfirmation,
            Undo = [new UndoAction.RestoreFile("/etc/it's $(a)"), new UndoAction.ResetUnit("a.service", IsEnabled: true, IsActive: false), new UndoAction.Run("do it", "echo 'back'"), new UndoAction.RemovePackages(["a"], HoldsData: true)],
        };
        UndoScript script = new(started, DateTimeOffset.UnixEpoch);
        string text = script.Write(TimeSpan.FromSeconds(30), isForced).Text;
        await SoundAsync(text);
        await SoundAsync(script.Confirm);
        // What may come back is final only when it is confirmed.
        Assert.Equal(!needsConfirmation, text.Contains("\"undone\"", StringComparison.Ordinal));
        Assert.Equal(needsConfirmation, text.Contains("\nes_revert_after 'edgestack-revert-test.lock' 30 ", StringComparison.Ordinal));
        Assert.Equal(!isForced, text.Contains("es_edits=$(es_edited ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_question_of_every_node_is_a_sound_script()
    {
        BaseSettings settings = new("Europe/Copenhagen", "off", "limited", "security", new FirewallSettings([])) { HardensSsh = true };
        Node node = new("a", "10.0.0.1", [.. Roles.Names], new NodeAccess(), settings);
        NfsExport export = new("k8s", "/srv/disk/k8s", [Origins.AllNodes], NfsExport.SquashRoot, IsAsync: false, (65534, 65534));
        Cluster cluster = new("c", [node])
        {
            Storage = new Storage("a", new StorageDisk("it's", "/srv/disk"), Storage.Kernel, [export], [new NfsMount("k8s", ["a"], "/mnt/k8s")]),
            Database = new Database("a", "auto", Database.OnNode, RequiresTls: true, ["it's"], [new DatabaseUser("o'user", [Origins.AllNodes], new SecretReference.Prompt(), [])])
            {
                Backup = new DatabaseBackup("02:30", new BackupRetention(7, 4, 0), "/var/backups/edgestack", new BackupTarget.Folder("a", "/mnt/it's", new SecretReference.Prompt()), KeepsLogs: true, "Sun 04:00"),
            },
        };
        ServerCertificate certificate = new("CA", "PEM", new Secret("key"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        DatabaseMaterial material = new(new Dictionary<string, Authentication> { ["o'user"] = Authentication.Password(new Secret("it's")) }.ToFrozenDictionary(), certificate);
        BackupMaterial backup = new(new Secret("it's"), null, new SshKey(new Secret("key"), "ecdsa-sha2-nistp256 AAAA"));
        Planner planner = new(each => Catalogue.StepsOf(each, cluster, new Material(material, backup)));
        Assert.Contains(planner.StepsOf(node), step => step.Name == "db.users");
        Assert.Contains(planner.StepsOf(node), step => step.Name == "nfs.mount.k8s");
        Assert.Contains(planner.StepsOf(node), step => step.Name == "db.backup");
        await SoundAsync(planner.Questions(node).Text);
        foreach (FactQuery query in planner.StepsOf(node).SelectMany(step => step.Queries))
            await SoundAsync(query.Script);
        // Asking must not start what is to be asked for: a service that cannot start is waited for, and a board takes long to start one.
        Assert.DoesNotContain("timedatectl", planner.Questions(node).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trial_of_an_export_is_a_sound_script()
    {
        Node node = new("a", "10.0.0.1", [Roles.Storage], new NodeAccess(), new BaseSettings(null, "keep", "keep", "off", null));
        NfsExport export = new("k8s", "/srv/disk/k8s", [Origins.AllNodes], NfsExport.SquashRoot, IsAsync: false, (65534, 65534));
        ExportAccess step = new(node, node, [export]);
        Facts nothing = new(step.Queries.ToDictionary(query => query, _ => new FactAnswer(1, [])));
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(step.Judge(new NodeFacts(node, nothing, FrozenDictionary<string, Facts>.Empty)));
        await SoundAsync(Assert.IsType<NodeAction.Run>(Assert.Single(change.Actions)).Script);
    }

    private static async Task SoundAsync(string script, string shell = "dash")
    {
        BufferedCommandResult result = await Cli.Wrap(shell).WithArguments(["-n"]).WithStandardInputPipe(PipeSource.FromString(script)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"{result.StandardError}\n{script}");
        Assert.SkipWhen(!File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed: tests/run installs it.");
        BufferedCommandResult check = await Cli.Wrap("shellcheck").WithArguments([$"--shell={shell}", "--severity=warning", .. Left, "-"]).WithStandardInputPipe(PipeSource.FromString(script)).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(check.ExitCode == 0, check.StandardOutput);
    }

    private sealed class Locking : IStep
    {
        public string Name => "test.lock";

        public string Title => "it's a test";

        public bool NeedsConfirmation => true;

        public ImmutableArray<FactQuery> Queries => [new FactQuery.File("/etc/it's")];

        public StepOutcome Judge(NodeFacts facts) => StepOutcome.Unchanged.Instance;
    }
}
