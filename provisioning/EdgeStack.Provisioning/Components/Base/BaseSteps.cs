using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>What every node needs, whatever it does.</summary>
internal static class BaseSteps
{
    public static IEnumerable<IStep> Of(Node node)
    {
        yield return new BasePackages(new NameList(["ca-certificates", "curl", "nftables", "zstd"]));
        yield return new Sysctl(SettingsOf(node));
        if (Journal(node.Base.Journal) is { } journal)
            yield return journal;
    }

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
