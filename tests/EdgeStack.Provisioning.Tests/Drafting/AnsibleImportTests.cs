using System.Collections.Immutable;
using EdgeStack.Provisioning.Drafting;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Tests.Drafting;

public sealed class AnsibleImportTests
{
    private const string Ini = """
        # everything at home
        bastion ansible_host=10.0.0.1
        [master]
        masterpi ansible_host=192.168.1.10 ansible_ssh_common_args='-o ProxyJump=bastion'
        [node]
        worker[1:2].lan ansible_port=2222  # in the cellar
        192.168.1.13
        [db]
        storagepi:2200 ansible_become_password="hunter 2"
        [k3s_cluster:children]
        master
        node
        [k3s_cluster:vars]
        ansible_user=pi
        k3s_version = v1.35.1+k3s1
        [all:vars]
        ansible_user="{{ lookup('env', 'USER') }}"
        ansible_ssh_private_key_file=~/.ssh/home
        [node:vars]
        ansible_user=worker
        """;

    [Fact]
    public void An_ini_file_becomes_nodes_with_the_nearest_words_for_each()
    {
        (InventoryDraft draft, ImmutableArray<string> notes) = Import(new AnsibleIni("hosts.ini").Read(Ini));
        Assert.Equal("""
            # yaml-language-server: $schema=.edgestack/cluster.schema.json
            apiVersion: edgestack.dev/v1alpha1
            kind: Cluster
            metadata: { name: home }
            spec:
              defaults:
                ssh: { identityFile: ~/.ssh/home }
              nodes:
                - name: bastion
                  address: 10.0.0.1
                - name: masterpi
                  address: 192.168.1.10
                  roles: [server]
                  ssh: { user: pi, jump: bastion }
                - name: worker1
                  address: worker1.lan
                  roles: [agent]
                  ssh: { user: worker, port: 2222 }
                - name: worker2
                  address: worker2.lan
                  roles: [agent]
                  ssh: { user: worker, port: 2222 }
                - name: node-192-168-1-13
                  address: 192.168.1.13
                  roles: [agent]
                  ssh: { user: worker }
                - name: storagepi
                  address: storagepi
                  roles: [database]
                  ssh: { port: 2200 }
                  become: { password: { prompt: true } }

            """, InventoryText.Of(draft));
        Assert.Equal(
            [
                "ansible_user of bastion: Ansible makes it when it runs; write it into the inventory",
                "worker1.lan is called worker1 here, and `edgestack apply` gives it that host name",
                "worker2.lan is called worker2 here, and `edgestack apply` gives it that host name",
                "192.168.1.13 is called node-192-168-1-13 here, and `edgestack apply` gives it that host name",
                "ansible_user of storagepi: Ansible makes it when it runs; write it into the inventory",
                "password of sudo (storagepi): not copied: it is asked for ({ prompt: true })",
                "variables that say nothing here: k3s_version",
            ], notes);
    }

    [Fact]
    public void No_password_is_copied_or_said()
    {
        (InventoryDraft draft, ImmutableArray<string> notes) = Import(new AnsibleIni("hosts.ini").Read("a ansible_password=hunter2 ansible_become_pass=hunter3"));
        Assert.DoesNotContain("hunter", InventoryText.Of(draft) + string.Join('\n', notes), StringComparison.Ordinal);
        Assert.Contains(notes, note => note.StartsWith("password of the login (a): not copied", StringComparison.Ordinal));
    }

    [Fact]
    public void Yaml_says_the_same_in_its_own_way()
    {
        (InventoryDraft draft, ImmutableArray<string> notes) = Import(new AnsibleYaml("inventory.yml").Read("""
            all:
              vars: { ansible_user: root }
              children:
                k3s_cluster:
                  children:
                    server:
                      hosts:
                        pi1: { ansible_host: 10.0.0.1, ansible_become_password: !vault "abc" }
                    agent:
                      hosts:
                        pi[2:3]:
                      vars: { ansible_port: 22 }
            server: { hosts: { pi1: { ansible_port: 2222 } } }
            nfs: { hosts: { pi3: } }
            printers: { hosts: { pi2: } }
            """));
        Assert.Equal(
            [("pi1", "10.0.0.1", "server", 2222), ("pi2", "pi2", "agent", 22), ("pi3", "pi3", "agent storage", 22)],
            draft.Nodes.Select(node => (node.Name, node.Address, string.Join(' ', node.Roles), node.Port!.Value)));
        Assert.Contains("    ssh: { user: root }\n    become: { method: none }", InventoryText.Of(draft), StringComparison.Ordinal);
        Assert.Contains("groups that say nothing here: printers; a node's roles are server, agent, storage, database", notes);
    }

    [Theory]
    [InlineData("[a:kids]", "hosts.ini:1:1: error: [a:kids] is no section (sections are [GROUP], [GROUP:children] and [GROUP:vars])")]
    [InlineData("a\nweb[3:1] x=1", "hosts.ini:2:1: error: 'web[3:1]' is no name of hosts, or of more than 1000 (web[1:3] is three)")]
    [InlineData("a ansible_user", "hosts.ini:1:1: error: 'ansible_user' is no variable (behind a host stands NAME=VALUE)")]
    public void What_cannot_be_read_is_told_with_its_line(string text, string expected) =>
        Assert.Equal([expected], new AnsibleIni("hosts.ini").Read(text).Problems.Select(problem => problem.ToString()));

    [Fact]
    public void Groups_that_contain_each_other_end()
    {
        (InventoryDraft draft, _) = Import(new AnsibleIni("hosts.ini").Read("[a]\nx\n[a:children]\nb\n[b:children]\na\n[b:vars]\nansible_user=pi\n"));
        Assert.Equal("pi", draft.Nodes.Single().User);
    }

    private static (InventoryDraft Draft, ImmutableArray<string> Notes) Import((AnsibleGroups Groups, IReadOnlyList<Problem> Problems) reading)
    {
        Assert.Empty(reading.Problems);
        return AnsibleImport.Of("home", [.. reading.Groups.Hosts()]);
    }
}
