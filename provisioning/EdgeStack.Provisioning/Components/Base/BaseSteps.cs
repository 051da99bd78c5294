using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>What every node needs, whatever it does.</summary>
internal static class BaseSteps
{
    public static IEnumerable<IStep> Of(Node node, Cluster cluster)
    {
        bool upgrades = node.Base.UnattendedUpgrades == "security";
        yield return new Preflight(cluster);
        if (FreePorts.Of(node, cluster) is { } ports)
            yield return ports;
        yield return new PackageStep("base.packages", "programs that the other steps need", new NameList(["ca-certificates", "curl", "nftables", "zstd", .. upgrades ? ["unattended-upgrades"] : (string[])[]]));
        yield return new HostName(node.Name);
        yield return new HostsFile(cluster, other => other.Name == cluster.Database?.Node ? [cluster.DatabaseName] : []);
        yield return new Clock(node.Base.Timezone);
        if (node.Has(Roles.Server) || node.Has(Roles.Agent))
            yield return new MemoryCgroup();
        yield return new Sysctl(SettingsOf(node));
        if (node.Base.Swap == "off")
            yield return new SwapOff();
        if (Journal(node.Base.Journal) is { } journal)
            yield return journal;
        if (upgrades)
            yield return Upgrades;
        // Last: what may lock us out is done when everything else is.
        if (node.Base.HardensSsh)
            yield return new SshHardening();
        if (node.Base.Firewall is { } firewall)
            yield return new Firewall(facts => FirewallRules.Of(firewall, cluster, facts));
    }

    // Of Debian, Raspberry Pi OS and Ubuntu; what is not there matches nothing.
    private static FileStep Upgrades { get; } = new("base.unattended", "security updates by themselves", [new ManagedFile("/etc/apt/apt.conf.d/52edgestack-unattended", Content.OfText("""
        // managed by edgestack: base.unattended
        APT::Periodic::Update-Package-Lists "1";
        APT::Periodic::Unattended-Upgrade "1";
        #clear Unattended-Upgrade::Origins-Pattern;
        Unattended-Upgrade::Origins-Pattern {
          "origin=Debian,codename=${distro_codename},label=Debian-Security";
          "origin=Debian,codename=${distro_codename}-security,label=Debian-Security";
          "origin=Raspberry Pi Foundation,codename=${distro_codename},label=Raspberry Pi Foundation";
          "origin=Ubuntu,archive=${distro_codename}-security";
        };
        Unattended-Upgrade::Automatic-Reboot "false";

        """)) { Check = "apt-config -c \"$1\" dump >/dev/null" }]);

    // Buffers for cloudflared's QUIC: quic-go asks for 7500 KiB and warns when it gets less.
    private static ImmutableArray<(string Name, string Value)> SettingsOf(Node node)
    {
        ImmutableArray<(string, string)> always = [("net.core.rmem_max", "7500000"), ("net.core.wmem_max", "7500000")];
        return node.Has(Roles.Server) || node.Has(Roles.Agent)
            ? [("net.ipv4.ip_forward", "1"), ("net.ipv6.conf.all.forwarding", "1"), ("fs.inotify.max_user_instances", "1024"), ("fs.inotify.max_user_watches", "524288"), .. always]
            : always;
    }

    private static FileStep? Journal(string kind)
    {
        if (kind == "keep")
            return null;
        ManagedFile file = new("/etc/systemd/journald.conf.d/edgestack.conf", Content.OfText(
            $"# managed by edgestack: base.journal\n[Journal]\n{(kind == "volatile" ? "Storage=volatile\n" : "SystemMaxUse=200M\n")}"));
        return new FileStep("base.journal", "how much the journal writes to the disk", [file], new UnitState("systemd-journald.service", [file]));
    }
}
