using CsCheck;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.Base;

/// <summary>Steps, judged by answers as nodes give them: what cannot be had on the hosts of the end-to-end tests above all.</summary>
public sealed class BaseStepTests
{
    private const string CommandLine = "console=serial0,115200 root=PARTUUID=1-02 rootfstype=ext4 fsck.repair=yes rootwait quiet";

    [Theory]
    [InlineData(CommandLine, $"{CommandLine} cgroup_memory=1 cgroup_enable=memory")]
    [InlineData($"{CommandLine} cgroup_disable=memory\n", $"{CommandLine} cgroup_memory=1 cgroup_enable=memory")]
    [InlineData($"{CommandLine} cgroup_enable=memory", $"{CommandLine} cgroup_enable=memory cgroup_memory=1")]
    [InlineData("a  b cgroup_memory=1 cgroup_enable=memory", "a  b cgroup_memory=1 cgroup_enable=memory")]
    [InlineData($"{CommandLine}\ncgroup_enable=memory\n", null)]
    [InlineData("", null)]
    public void The_kernels_command_line_stays_one_line(string text, string? expected) => Assert.Equal(expected, KernelCommandLine.WithMemoryCgroup(text));

    [Fact]
    public void Whatever_else_stands_in_the_command_line_stays_in_its_order() =>
        Gen.String[Gen.Char["abc=. \t"], 1, 60].Where(text => text.Trim().Length > 0).Sample(text =>
        {
            string once = KernelCommandLine.WithMemoryCgroup(text)!;
            Assert.Equal(once, KernelCommandLine.WithMemoryCgroup(once));
            Assert.Equal(text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), once.Split(' ')[..^2]);
        });

    [Fact]
    public void What_the_kernel_does_already_needs_no_command_line() => Assert.IsType<StepOutcome.Unchanged>(Judge(new MemoryCgroup(), "yes", "none"));

    [Fact]
    public void A_kernel_that_was_not_started_anew_since_is_told_so() =>
        Assert.Contains("sudo reboot", Assert.IsType<StepOutcome.Unsupported>(Judge(new MemoryCgroup(), "no", "/boot/firmware/cmdline.txt\nquiet cgroup_memory=1 cgroup_enable=memory")).Why, StringComparison.Ordinal);

    [Fact]
    public void The_old_command_line_is_kept_beside_the_new_one()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Judge(new MemoryCgroup(), "no", "/boot/cmdline.txt\nquiet"));
        Assert.Equal(Risk.Reboot, change.Risk);
        Assert.Equal("cp -n '/boot/cmdline.txt' '/boot/cmdline.txt.edgestack.bak'", Assert.IsType<NodeAction.Run>(change.Actions[0]).Script);
        Assert.Equal("quiet cgroup_memory=1 cgroup_enable=memory\n", Assert.IsType<NodeAction.WriteFile>(change.Actions[1]).File.Content.ToString());
    }

    [Theory]
    [InlineData("debian 12\namd64\nsystemd\nid1\n900000", null)]
    [InlineData("fedora 41\nnone\nsystemd\nid1\n900000", "fedora 41 has no dpkg")]
    [InlineData("raspbian 12\narmel\nsystemd\nid1\n900000", "it is an ARMv6 machine (Pi 1, Pi Zero), for which neither k3s nor we have programs")]
    [InlineData("debian 12\namd64\ninit\nid1\n900000", "its first process is init, not systemd")]
    [InlineData("debian 12\namd64\nsystemd\nid1\n10240", "/var has 10 MiB left, and 200 are needed")]
    public void What_cannot_be_worked_on_is_said_before_anything_is_done(string answer, string? expected) =>
        Assert.Equal(expected, (Judge(new Preflight(new Cluster("c", [Known.Node()])), answer) as StepOutcome.Blocked)?.Why);

    [Theory]
    [InlineData("3306 users:((\"mariadbd\",pid=7,fd=3))\n2049\n22 users:((\"sshd\",pid=1,fd=3))", null)]
    [InlineData("3306 users:((\"docker-proxy\",pid=7,fd=3),(\"docker-proxy\",pid=8,fd=3))", "port 3306 belongs to docker-proxy")]
    [InlineData("2049 users:((\"rclone\",pid=7,fd=3))", "port 2049 belongs to rclone")]
    [InlineData("", null)]
    public void A_port_that_another_program_has_is_noticed(string listeners, string? expected) =>
        Assert.Equal(expected, (Judge(new FreePorts([(3306, ["mariadbd"]), (2049, [])]), listeners) as StepOutcome.Blocked)?.Why);

    [Theory]
    [InlineData("id1", "it has the machine-id of b: one disk was copied from the other")]
    [InlineData("id2", null)]
    public void Copies_of_one_disk_are_noticed(string machine, string? expected)
    {
        Preflight step = new(new Cluster("c", [Known.Node(), Known.Node("b", "10.0.0.2")]));
        NodeFacts mine = Known.Facts((step.Queries[0], "debian 12\namd64\nsystemd\nid1\n900000")), its = Known.Facts(Known.Node("b"), (step.Queries[0], $"debian 12\namd64\nsystemd\n{machine}\n900000"));
        Assert.Equal(expected, (step.Judge(mine with { All = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(mine.All.Concat(its.All)) }) as StepOutcome.Blocked)?.Why);
    }

    [Theory]
    [InlineData("/var/swap\nkind\nnone\n0", "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nStamp=", "Change")]
    [InlineData("/dev/zram0\nkind\nnone\n0", "LoadState=not-found\nUnitFileState=\nStamp=", "Unchanged")]
    [InlineData("kind\nnone\n0", "LoadState=not-found\nUnitFileState=\nStamp=", "Unchanged")]
    [InlineData("/dev/sda2\nkind\nnone\n1", "LoadState=not-found\nUnitFileState=\nStamp=", "Blocked")]
    [InlineData("/swapfile\nkind\nnone\n0", "LoadState=not-found\nUnitFileState=\nStamp=", "Blocked")]
    [InlineData("/swapfile\nkind\nsystemd-nspawn\n0", "LoadState=not-found\nUnitFileState=\nStamp=", "Unsupported")]
    [InlineData("/var/swap\nkind\nnone\nrpi-swap\n0", "LoadState=not-found\nUnitFileState=\nStamp=", "Change")]
    public void Swap_is_turned_off_by_what_turned_it_on(string swaps, string unit, string expected) => Assert.Equal(expected, Judge(new SwapOff(), swaps, unit, "absent").GetType().Name);

    [Fact]
    public void The_hosts_file_keeps_what_the_user_wrote()
    {
        string once = HostsFile.Merged("127.0.0.1 localhost\n127.0.1.1\traspberrypi\n192.168.1.2 nas # mine\n", ["10.0.0.1 a"], "a");
        Assert.Equal("127.0.0.1 localhost\n127.0.1.1 a\n192.168.1.2 nas # mine\n# begin edgestack: base.hosts\n10.0.0.1 a\n# end edgestack\n", once);
        Assert.Equal(once, HostsFile.Merged(once, ["10.0.0.1 a"], "a"));
        Assert.Equal(once.Replace("10.0.0.1 a", "10.0.0.2 a\n10.0.0.3 b", StringComparison.Ordinal), HostsFile.Merged(once, ["10.0.0.2 a", "10.0.0.3 b"], "a"));
    }

    [Fact]
    public void A_hosts_file_of_which_something_would_be_lost_is_left_alone()
    {
        HostsFile step = new(new Cluster("c", [Known.Node()]), _ => []);
        foreach (string file in (string[])["root root 644 2000000\n0\n127.0.0.1 localhost\n", "root root 644 3\n0\n\u00ff"])
            Assert.Throws<FormatException>(() => step.Judge(Known.Facts((step.Queries[0], file), (step.Queries[1], ""))));
    }

    [Fact]
    public void A_node_that_has_joined_k3s_keeps_its_name()
    {
        Assert.IsType<StepOutcome.Blocked>(Judge(new HostName("a"), "raspberrypi\nraspberrypi\njoined"));
        Assert.IsType<StepOutcome.Change>(Judge(new HostName("a"), "raspberrypi\nraspberrypi\nfree"));
        Assert.IsType<StepOutcome.Unchanged>(Judge(new HostName("a"), "a\na\njoined"));
    }

    [Fact]
    public void What_the_kernel_lacks_is_told_and_no_difference()
    {
        Sysctl step = new([("net.core.rmem_max", "7500000"), ("net.gone", "1")]);
        string file = Known.File("# managed by edgestack: base.sysctl\nnet.core.rmem_max = 7500000\nnet.gone = 1\n");
        Assert.Equal("net.gone (not in this kernel)", Assert.IsType<StepOutcome.Unsupported>(Judge(step, file, "rw 7500000\nabsent")).Why);
        Assert.Equal("net.core.rmem_max is 1 (read-only here), net.gone (not in this kernel)", Assert.IsType<StepOutcome.Unsupported>(Judge(step, file, "ro 1\nabsent")).Why);
        Assert.Equal("sysctl -q -w 'net.core.rmem_max=7500000'", Assert.IsType<NodeAction.Run>(Assert.Single(Assert.IsType<StepOutcome.Change>(Judge(step, file, "rw 1\nabsent")).Actions)).Script);
    }

    [Fact]
    public void An_installation_that_was_cut_off_is_finished_before_anything_else()
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Judge(new PackageStep("base.packages", "", new NameList(["curl", "zstd"])), "curl half-configured 7.88\naudit\n1"));
        Assert.IsType<NodeAction.FinishPackages>(change.Actions[0]);
        Assert.Equal(["curl", "zstd"], Assert.IsType<NodeAction.InstallPackages>(change.Actions[1]).Names);
    }

    [Fact]
    public void A_node_opens_only_what_its_roles_need()
    {
        Cluster cluster = new("c", [Known.Node("a", "10.0.0.1", "server"), Known.Node("b", "10.0.0.2", "database"), Known.Node("d", "fd00::3")]);
        string Rules(int node) => FirewallRules.Of(new FirewallSettings(["192.168.1.0/24"]), cluster, Known.Facts(cluster.Nodes[node], (NodeAddresses.Query, ""), (Firewall.SshPorts, "22\n2222")))!.Text;
        Assert.Contains("ip saddr { 10.0.0.1, 10.0.0.2, 192.168.1.0/24 } tcp dport { 6443 } accept", Rules(0), StringComparison.Ordinal);
        Assert.DoesNotContain("3306", Rules(0), StringComparison.Ordinal);
        Assert.Contains("ip6 saddr { fd00::3 } tcp dport { 3306 } accept", Rules(1), StringComparison.Ordinal);
        Assert.All((string[])["6443", "80, 443", "8472", "10250", "2049", "9901"], port => Assert.DoesNotContain($"{{ {port} }}", Rules(1), StringComparison.Ordinal));
        Assert.Contains("ip saddr { 192.168.1.0/24, 10.0.0.1, 10.0.0.2 } tcp dport { 22, 2222 } accept", Rules(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit\n0", true)]
    [InlineData("server installed 1\naudit\n0", false)]
    public void Data_belongs_to_us_only_when_its_program_came_with_us(string installed, bool expected)
    {
        StepOutcome.Change change = Assert.IsType<StepOutcome.Change>(Judge(new PackageStep("db.install", "", new NameList(["server", "tool"])) { Data = ["/var/lib/server"] }, installed));
        Assert.Equal(expected, Assert.IsType<UndoAction.RemovePackages>(Assert.Single(change.Actions).Undo).HoldsData);
    }

    [Fact]
    public void Who_is_named_without_being_a_node_is_let_in_to_what_it_may_use()
    {
        Cluster cluster = new("c", [Known.Node("store", "10.0.0.3", Roles.Storage, Roles.Database)])
        {
            Storage = new Storage("store", null, Storage.Kernel, [new NfsExport("a", "/srv/a", [Origins.AllNodes, "10.1.0.0/16"], NfsExport.SquashRoot, IsAsync: false, (65534, 65534))], []),
            Database = new Database("store", "auto", Database.OnNode, RequiresTls: true, [], [new DatabaseUser("u", [Origins.AllNodes, DatabaseUser.Localhost, "10.2.0.9"], new SecretReference.Prompt(), [])]),
        };
        string rules = FirewallRules.Of(new FirewallSettings([]), cluster, Known.Facts(cluster.Nodes[0], (NodeAddresses.Query, ""), (Firewall.SshPorts, "22")))!.Text;
        Assert.Contains("ip saddr { 10.0.0.3, 10.1.0.0/16 } tcp dport { 2049 } accept", rules, StringComparison.Ordinal);
        Assert.Contains("ip saddr { 10.0.0.3, 10.2.0.9 } tcp dport { 3306 } accept", rules, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(32, null)]
    [InlineData(-29, null)]
    [InlineData(-7261, "its clock is 0.02:01:01 behind yours: certificates and packages would not be valid there")]
    [InlineData(90000, "its clock is 1.00:59:57 ahead of yours: certificates and packages would not be valid there")]
    public void A_clock_that_nobody_sets_is_told(int skew, string? expected)
    {
        Clock step = new(null);
        DateTimeOffset begin = DateTimeOffset.FromUnixTimeSeconds(1_796_000_000), end = begin.AddSeconds(3);
        string now = begin.AddSeconds(skew).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        NodeFacts facts = step.Answering(now, "UTC", "chrony\nnone", "LoadState=not-found\nUnitFileState=\nStamp=");
        Facts asked = new Facts(step.Queries.ToDictionary(query => query, query => facts[query])) { Asked = (begin, end) };
        Assert.Equal(expected, (step.Judge(facts with { Own = asked }) as StepOutcome.Blocked)?.Why);
        // Asked again after something was done: by then nobody knows when the answer was given.
        Assert.IsType<StepOutcome.Unchanged>(step.Judge(facts with { Own = asked.With(facts.Own) }));
    }

    private static StepOutcome Judge(IStep step, params string[] answers) => step.Judge(step.Answering(answers));
}
