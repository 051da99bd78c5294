using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Base;

/// <summary>Who may connect to what on one node, as a file for nft that replaces the whole table in one go.</summary>
internal sealed class FirewallRules
{
    private readonly StringBuilder _rules = new();

    private FirewallRules(FirewallSettings settings, ImmutableArray<IPAddress> nodes, ImmutableArray<IPAddress> clusterNodes, Cluster cluster, (Node Node, string SshPorts) own)
    {
        string[] everyNode = [.. nodes.Select(address => address.ToString())], k3sNodes = [.. clusterNodes.Select(address => address.ToString())];
        string[] admins = [.. settings.AdminRanges];
        (Node node, string sshPorts) = own;
        bool isOfCluster = node.Has(Roles.Server) || node.Has(Roles.Agent);
        if (admins.Length == 0)
            Allow("tcp", sshPorts, "ssh");
        else
            // The nodes as well: one may be the way to another.
            Allow("tcp", sshPorts, "ssh", [.. admins, .. everyNode]);
        if (isOfCluster)
        {
            Allow("tcp", "80, 443", "web");
            Allow("udp", "8472", "flannel", k3sNodes);
            Allow("tcp", "10250", "kubelet", k3sNodes);
            Allow("tcp", "9901", "gateway: metrics", everyNode);
        }

        if (node.Has(Roles.Server))
            Allow("tcp", "6443", "Kubernetes API", [.. everyNode, .. admins]);
        if (node.Has(Roles.Storage))
            Allow("tcp", "2049", "NFS", [.. everyNode, .. cluster.Storage?.Exports.SelectMany(export => export.Clients).Where(Origins.IsRange) ?? []]);
        if (node.Has(Roles.Database))
        {
            Allow("tcp", "3306", "MariaDB", [.. everyNode, .. cluster.Database?.Users.SelectMany(user => user.From).Where(Origins.IsRange) ?? []]);
            Allow("tcp", "9104", "mysqld_exporter", everyNode);
        }

        Allow("tcp", "9100, 9910", "node_exporter, collector", everyNode);
    }

    /// <summary>Null when the address of a node is not known.</summary>
    public static FirewallRules? Of(FirewallSettings settings, Cluster cluster, NodeFacts facts)
    {
        IPAddress?[] addresses = [.. cluster.Nodes.Select(node => NodeAddresses.Of(node, facts))];
        if (addresses.Contains(null))
            return null;
        ImmutableArray<IPAddress> ofCluster = [.. cluster.Nodes.Zip(addresses).Where(pair => pair.First.Has(Roles.Server) || pair.First.Has(Roles.Agent)).Select(pair => pair.Second!)];
        return new FirewallRules(settings, [.. addresses!], ofCluster, cluster, (facts.Node, facts[Firewall.SshPorts].Lines is { Length: > 0 } ports ? string.Join(", ", ports) : "22"));
    }

    public string Text => $$"""
        # managed by edgestack: base.firewall
        table inet edgestack
        delete table inet edgestack
        table inet edgestack {
          chain input {
            type filter hook input priority filter; policy drop;
            ct state established,related accept
            ct state invalid drop
            iifname { "lo", "cni0", "flannel.1", "flannel-wg" } accept
            meta l4proto { 1, 58 } accept comment "ICMP and ICMPv6"
            udp dport { 68, 546 } accept comment "answers of DHCP"
            udp dport 5353 ip daddr 224.0.0.251 accept comment "names in .local"
            udp dport 5353 ip6 daddr ff02::fb accept comment "names in .local"
        {{_rules}}    counter drop
          }
        }

        """;

    private void Allow(string protocol, string ports, string what) =>
        _rules.Append(CultureInfo.InvariantCulture, $"    {protocol} dport {{ {ports} }} accept comment \"{what}\"\n");

    private void Allow(string protocol, string ports, string what, IEnumerable<string> sources)
    {
        foreach (IGrouping<bool, string> family in sources.Distinct(StringComparer.Ordinal).GroupBy(source => IPAddress.Parse(source.Split('/')[0]).AddressFamily == AddressFamily.InterNetworkV6).OrderBy(group => group.Key))
            _rules.Append(CultureInfo.InvariantCulture, $"    {(family.Key ? "ip6" : "ip")} saddr {{ {string.Join(", ", family)} }} {protocol} dport {{ {ports} }} accept comment \"{what}\"\n");
    }
}
