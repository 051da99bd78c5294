using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Schema;

namespace EdgeStack.Provisioning.Tests.Inventory;

/// <summary>The page about the inventory is made from the shape that reads it.</summary>
public sealed class InventoryPageTests
{
    private static readonly string Page = Path.Combine(RepositoryRoot.Path, "docs", "contracts", "inventory.md");

    [Fact]
    public void The_page_has_every_field_with_its_default()
    {
        StringBuilder text = new("""
            # The inventory

            One YAML document that says which machines there are and what they do; `cluster.yaml` in the working directory, or `-f FILE`. `edgestack validate` says everything
            that is wrong with it, `edgestack schema` prints its JSON Schema for editors. This page is made from the code.

            ```yaml

            """);
        text.Append(Example).Append("""
            ```

            In every text, `${NAME}` and `${NAME:-otherwise}` are replaced from the environment; `$${` stands for `${`. What a node does not say is looked up in
            `spec.defaults`. Host keys that `edgestack trust` has noted and the log of each run lie beside the inventory, in `.edgestack/`.

            | field | what may stand there | default | |
            |---|---|---|---|

            """);
        Rows(text, InventoryShape.Document, "");
        GoldenCase.CheckFile(Page, text.ToString());
    }

    [Fact]
    public void The_example_of_the_page_can_be_used() => Assert.Empty(new InventoryReader("cluster.yaml", _ => null).Read(Example).Problems);

    private const string Example = """
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          defaults:
            ssh: { user: pi, identityFile: ~/.ssh/id_ed25519 }
            base: { timezone: Europe/Copenhagen, firewall: { adminCidrs: [192.168.1.0/24] } }
          nodes:
            - name: masterpi
              address: 192.168.1.10
              roles: [server]
            - name: workerpi
              address: 192.168.1.11
              roles: [agent]
              become: { password: { prompt: true } }     # this one's sudo asks
            - name: storagepi
              address: 192.168.1.12
              roles: [storage, database]
              ssh: { jump: masterpi }                    # reached through the first
          database:
            node: storagepi
            databases: [nextcloud]
            users:
              - { name: nextcloud, from: k3sNodes, password: { file: nextcloud-password }, grants: [{ on: nextcloud.*, privs: [ALL] }] }
            backup:
              target: { node: workerpi, path: /srv/backup, password: { file: backup-password } }

        """;

    private static void Rows(StringBuilder text, Shape.Mapping shape, string path)
    {
        foreach (Field field in shape.Fields)
        {
            string name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            text.Append($"| `{name}` | {Words(field.Shape)} | {(field.IsRequired ? "required" : field.Default is { } value ? $"`{value}`" : "")} | {field.Description} |\n");
            // What stands under defaults stands at a node again.
            if (Below(field.Shape) is { } below && (path != "spec.nodes[]" || field.Name is not ("ssh" or "become" or "base")))
                Rows(text, below, field.Shape is Shape.List ? $"{name}[]" : name);
        }
    }

    private static Shape.Mapping? Below(Shape shape) => shape switch
    {
        Shape.Mapping mapping => mapping,
        Shape.List { Item: Shape.Mapping mapping } => mapping,
        _ => null,
    };

    private static string Words(Shape shape) => shape switch
    {
        Shape.Text text => text.What,
        Shape.Whole whole => $"{whole.Least} to {whole.Most}",
        Shape.Flag => "true or false",
        Shape.Choice choice => string.Join(", ", choice.Words.Select(word => $"`{word}`")),
        Shape.List list => $"a list: {Words(list.Item)}",
        Shape.OneOrMore more => $"one or a list: {Words(more.Item)}",
        Shape.Names names => $"by name: {Words(names.Value)}",
        Shape.Reference reference => $"one of {string.Join(", ", reference.Ways.Select(way => $"`{{ {way.Name}: … }}`"))}",
        Shape.Mapping mapping => mapping.What,
        _ => "anything",
    };
}
