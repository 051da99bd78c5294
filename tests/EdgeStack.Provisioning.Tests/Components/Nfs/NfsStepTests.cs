using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Nfs;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Tests.Components.Base;

namespace EdgeStack.Provisioning.Tests.Components.Nfs;

/// <summary>Storage and NFS, judged by answers as nodes give them: the kernel's server and mounts above all, which the hosts of the end-to-end tests do not have.</summary>
public sealed class NfsStepTests
{
    private const string Server = "nfsd /proc/filesystems", Client = "nfs4 /proc/filesystems", InForce = "exportfs -s", FileSystems = "findmnt -nro UUID", Look = "nfs_look";

    private static readonly Node Store = Known.Node("store", "10.0.0.3", Roles.Storage), Web = Known.Node("web", "10.0.0.1", Roles.Agent);

    private static readonly NfsExport K8s = new("k8s", "/srv/k8s", [Origins.K3sNodes, "10.9.0.0/16"], NfsExport.SquashRoot, IsAsync: false, (65534, 65534));

    private static readonly NfsExport Open = new("open", "/srv/open", [Origins.AllNodes], NfsExport.SquashNone, IsAsync: true, (65534, 65534));

    [Fact]
    public void Only_the_node_with_the_disk_serves_and_only_clients_look()
    {
        Cluster cluster = Of(Storage.Kernel, K8s);
        Assert.Equal(["storage.folders", "nfs.install", "nfs.server", "nfs.exports"], NfsSteps.Of(Store, cluster).Select(step => step.Name));
        Assert.Equal(["nfs.client", "nfs.access", "nfs.mount.k8s"], NfsSteps.Of(Web, cluster).Select(step => step.Name));
        Assert.Empty(NfsSteps.Of(Web, new Cluster("c", [Store, Web])));
        Assert.Equal(["nfs.server on store", "nfs.exports on store"], Step(cluster, Web, "nfs.access").After.Select(key => key.ToString()));
    }

    [Fact]
    public void The_kernels_server_is_not_asked_of_a_kernel_without_one()
    {
        foreach (string name in (string[])["nfs.install", "nfs.server", "nfs.exports"])
        {
            IStep step = Step(Of(Storage.Kernel, K8s), Store, name);
            Assert.Equal("its kernel has no NFS server; `server: ganesha` needs none", Assert.IsType<StepOutcome.Unsupported>(new MadeUpFacts().Answers(Server, "no\n").Judge(step)).Why);
            Assert.IsNotType<StepOutcome.Unsupported>(new MadeUpFacts().Answers(Server, "yes\n").Answers(FileSystems, "none\n").Answers("dpkg-query", "audit\n0\n").Judge(step));
        }
    }

    [Fact]
    public void Exports_are_written_for_each_client_and_exported()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Exports("0a1b\nnone\n", ""));
        string file = Assert.Single(change.Actions.OfType<NodeAction.WriteFile>()).File.Content.ToString();
        const string Options = "rw,sync,no_subtree_check,root_squash,anonuid=65534,anongid=65534,sec=sys", OpenOptions = "rw,async,no_subtree_check,no_root_squash,anonuid=65534,anongid=65534,sec=sys,fsid=";
        Assert.Contains($"\n/srv/k8s 10.0.0.1({Options}) 10.9.0.0/16({Options})\n", file, StringComparison.Ordinal);
        // The node is a client of its own, and a file system without a UUID gets a name.
        Assert.Matches($@"\n/srv/open 10\.0\.0\.3\({OpenOptions}[0-9a-f-]{{36}}\) 10\.0\.0\.1\(.*\) 127\.0\.0\.1\(.*\)\n$", file);
        Assert.Equal("exportfs -ra", Assert.IsType<NodeAction.Run>(change.Actions[^1]).Script);
        Assert.Equal("root of any client is root over the files of open (squash: none); a power cut loses what clients believe to be written to open (async)", change.Warning);
    }

    [Fact]
    public void What_the_server_exports_is_compared_with_what_is_wanted()
    {
        ManagedFile file = ((StepOutcome.Change)Exports("0a1b\n", "", K8s)).Actions.OfType<NodeAction.WriteFile>().Single().File;
        // As exportfs of Debian 12 prints it.
        const string Told = "(sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,root_squash,no_all_squash)";
        Assert.IsType<StepOutcome.Unchanged>(Exports("0a1b\n", $"/srv/k8s  10.0.0.1{Told}\n/srv/k8s  10.9.0.0/16{Told}\n", K8s, file));
        Assert.Equal("/srv/k8s is exported to * as well, by another file",
            Assert.IsType<StepOutcome.Blocked>(Exports("0a1b\n", $"/srv/k8s  10.0.0.1{Told}\n/srv/k8s  10.9.0.0/16{Told}\n/srv/k8s  *{Told}\n/srv/theirs  *{Told}\n", K8s, file)).Why);
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Exports("0a1b\n", $"/srv/k8s  10.0.0.1{Told.Replace("root_squash,", "no_root_squash,", StringComparison.Ordinal)}\n/srv/k8s  10.9.0.0/16{Told}\n", K8s, file));
        Assert.Equal(["+ /srv/k8s for 10.0.0.1: exported"], change.Differences.SelectMany(DifferenceText.Lines));
        Assert.IsType<NodeAction.Run>(Assert.Single(change.Actions));
    }

    [Fact]
    public void Two_servers_do_not_fight_for_one_port()
    {
        Assert.Equal("nfs-server.service runs, and has the port of NFS", Assert.IsType<StepOutcome.Blocked>(new MadeUpFacts().Runs("", "nfs-server.service").Judge(Step(Of(Storage.Ganesha, K8s), Store, "nfs.server"))).Why);
        Assert.Equal("nfs-ganesha.service runs, and has the port of NFS",
            Assert.IsType<StepOutcome.Blocked>(new MadeUpFacts().Answers(Server, "yes\n").Runs("", "nfs-ganesha.service").Judge(Step(Of(Storage.Kernel, K8s), Store, "nfs.server"))).Why);
    }

    [Fact]
    public void Ganesha_lets_in_who_is_named_and_nobody_else()
    {
        string text = GaneshaServer.Configuration([K8s, Open], [["10.0.0.1", "10.9.0.0/16"], ["10.0.0.3"]]);
        Assert.Contains("  CLIENT { Clients = 10.0.0.1, 10.9.0.0/16; Access_Type = RW; }\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("Access_Type = NONE;").Length - 1);
        Assert.Contains("  Pseudo = /srv/open;\n", text, StringComparison.Ordinal);
        Assert.Contains("  Squash = No_Root_Squash;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_an_export_stays_when_others_come_and_go()
    {
        ImmutableArray<NfsExport> many = [.. Enumerable.Range(0, 500).Select(index => K8s with { Name = $"e{index}" })];
        ImmutableArray<ushort> ids = GaneshaServer.IdsOf(many);
        Assert.Equal(many.Length, ids.Distinct().Count());
        Assert.DoesNotContain((ushort)0, ids);
        Assert.Equal(GaneshaServer.IdsOf([many[7]]), [ids[7]]);
        Assert.Equal(GaneshaServer.IdsOf([many[9], many[3]]), [ids[9], ids[3]]);
    }

    [Theory]
    [InlineData("k8s\t\tmount.nfs4: Connection refused", "~ k8s (store:/srv/k8s): cannot be used: mount.nfs4: Connection refused -> written, read and removed")]
    [InlineData("k8s\t\tok", "~ k8s (store:/srv/k8s): never used -> written, read and removed")]
    [InlineData("k8s\t0123\tok", "~ k8s (store:/srv/k8s): used on other terms -> written, read and removed")]
    [InlineData("", "~ k8s (store:/srv/k8s): cannot be used: no answer -> written, read and removed")]
    public void A_client_tries_what_it_has_not_tried_on_these_terms(string answer, string expected)
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Answers(Look, answer).Judge(Step(Of(Storage.Kernel, K8s), Web, "nfs.access")));
        Assert.Equal([expected], change.Differences.SelectMany(DifferenceText.Lines));
        Assert.Matches("'\\.edgestack-probe-web-[0-9a-f]{16}' '65534' '[0-9a-f]{16}'$", Assert.IsType<NodeAction.Run>(Assert.Single(change.Actions)).Script);
    }

    [Fact]
    public void A_client_that_can_read_and_has_written_is_done()
    {
        IStep step = Step(Of(Storage.Kernel, K8s), Web, "nfs.access");
        string script = ((NodeAction.Run)((StepOutcome.Change)new MadeUpFacts().Judge(step)).Actions[0]).Script;
        string terms = script.Split('\'')[^2];
        Assert.IsType<StepOutcome.Unchanged>(new MadeUpFacts().Answers(Look, $"k8s\t{terms}\tok\n").Judge(step));
    }

    [Fact]
    public void A_kernel_that_cannot_mount_is_told_and_the_server_is_tried_otherwise()
    {
        IStep step = Step(Of(Storage.Kernel, K8s), Web, "nfs.client");
        Assert.Equal("libnfs-utils", Assert.Single(Assert.IsType<NodeAction.InstallPackages>(Assert.Single(Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Answers(Client, "no\n").Answers("dpkg-query", "audit\n0\n").Judge(step)).Actions)).Names));
        Assert.IsType<StepOutcome.Unsupported>(new MadeUpFacts().Answers(Client, "no\n").Answers("dpkg-query", "libnfs-utils installed 4.0\naudit\n0\n").Judge(step));
        Assert.IsType<StepOutcome.Unchanged>(new MadeUpFacts().Answers(Client, "yes\n").Answers("dpkg-query", "nfs-common installed 2.6\naudit\n0\n").Judge(step));
    }

    [Fact]
    public void A_mount_waits_for_the_first_look_and_what_was_mounted_on_other_terms_goes_first()
    {
        IStep step = Step(Of(Storage.Kernel, K8s), Web, "nfs.mount.k8s");
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(new MadeUpFacts().Answers(Client, "yes\n").Judge(step));
        Assert.Equal(["/etc/systemd/system/mnt-my\\x2dk8s.mount", "/etc/systemd/system/mnt-my\\x2dk8s.automount"], change.Actions.OfType<NodeAction.WriteFile>().Select(write => write.File.Path));
        Assert.Contains("\nWhat=10.0.0.3:/srv/k8s\nWhere=/mnt/my-k8s\nType=nfs4\n", change.Actions.OfType<NodeAction.WriteFile>().First().File.Content.ToString(), StringComparison.Ordinal);
        Assert.Equal("let go of /mnt/my-k8s", Assert.IsType<NodeAction.Run>(change.Actions[^2]).What);
        NodeAction.StartUnit start = Assert.IsType<NodeAction.StartUnit>(change.Actions[^1]);

        MadeUpFacts settled = new MadeUpFacts().Answers(Client, "yes\n").Runs(start.Stamp, start.Unit);
        foreach (NodeAction.WriteFile write in change.Actions.OfType<NodeAction.WriteFile>())
            settled.Has(write.File);
        Assert.Equal("/mnt/my-k8s cannot be mounted", Assert.IsType<StepOutcome.Blocked>(settled.Judge(step)).Why);
        Assert.IsType<StepOutcome.Unchanged>(settled.Answers("stat -f", "nfs\n").Judge(step));
        Assert.IsType<StepOutcome.Unsupported>(settled.Answers(Client, "no\n").Judge(step));
    }

    [Theory]
    [InlineData("/mnt/my-k8s", "mnt-my\\x2dk8s")]
    [InlineData("/srv/.a/b.c_d", "srv-.a-b.c_d")]
    [InlineData("/.a", "\\x2ea")]
    public void A_path_is_written_as_systemd_writes_it(string path, string expected) => Assert.Equal(expected, NodeMount.Escape(path));

    private static StepOutcome Exports(string fileSystems, string inForce, NfsExport? only = null, ManagedFile? there = null)
    {
        MadeUpFacts facts = new MadeUpFacts().Answers(Server, "yes\n").Answers(FileSystems, fileSystems).Answers(InForce, inForce);
        if (there is not null)
            facts.Has(there);
        return facts.Judge(Step(only is null ? Of(Storage.Kernel, K8s, Open) : Of(Storage.Kernel, only), Store, "nfs.exports"));
    }

    private static Cluster Of(string server, params ImmutableArray<NfsExport> exports) => new("c", [Store, Web])
    {
        Storage = new Storage("store", null, server, exports, exports is [{ Name: "k8s" }] ? [new NfsMount("k8s", ["web"], "/mnt/my-k8s")] : []),
    };

    private static IStep Step(Cluster cluster, Node node, string name) => NfsSteps.Of(node, cluster).Single(step => step.Name == name);
}
