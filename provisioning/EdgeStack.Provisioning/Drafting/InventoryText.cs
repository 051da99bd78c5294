using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Drafting;

/// <summary>A draft as the text of an inventory. What all nodes have in common stands under defaults.</summary>
internal static partial class InventoryText
{
    /// <summary>The schema's file, as the first line names it to editors.</summary>
    public const string Schema = ".edgestack/cluster.schema.json";

    public static string Of(InventoryDraft draft)
    {
        DraftNode common = CommonOf(draft.Nodes);
        StringBuilder text = new();
        Line(text, $"# yaml-language-server: $schema={Schema}");
        Line(text, $"apiVersion: {InventoryShape.ApiVersion}");
        Line(text, "kind: Cluster");
        Line(text, $"metadata: {{ name: {Scalar(draft.Name)} }}");
        Line(text, "spec:");
        if (AccessOf(common) is { Length: > 0 } defaults)
        {
            Line(text, "  defaults:");
            foreach (string line in defaults)
                Line(text, $"    {line}");
        }

        Line(text, "  nodes:");
        foreach (DraftNode node in draft.Nodes)
        {
            Line(text, $"    - name: {Scalar(node.Name)}");
            Line(text, $"      address: {Scalar(node.Address)}");
            if (!node.Roles.IsEmpty)
                Line(text, $"      roles: {List(node.Roles)}");
            foreach (string line in AccessOf(Without(node, common)))
                Line(text, $"      {line}");
        }

        if (!draft.Databases.IsEmpty && draft.Nodes.FirstOrDefault(node => node.Roles.Contains(Roles.Database)) is { } server)
        {
            Line(text, "  database:");
            Line(text, $"    node: {Scalar(server.Name)}");
            Line(text, $"    databases: {List(draft.Databases)}");
        }

        return text.ToString();
    }

    private static DraftNode CommonOf(IReadOnlyCollection<DraftNode> nodes) => new("", "", [])
    {
        User = Common(nodes, node => node.User),
        Port = Common(nodes, node => node.Port),
        IdentityFile = Common(nodes, node => node.IdentityFile),
        // A host that is reached through itself would be one of them.
        AsksPassword = nodes.Count > 0 && nodes.All(node => node.AsksPassword),
    };

    private static T? Common<T>(IEnumerable<DraftNode> nodes, Func<DraftNode, T?> of) => nodes.Select(of).Distinct().ToArray() is [var only] ? only : default;

    private static DraftNode Without(DraftNode node, DraftNode common) => node with
    {
        User = node.User == common.User ? null : node.User,
        Port = node.Port == common.Port ? null : node.Port,
        IdentityFile = node.IdentityFile == common.IdentityFile ? null : node.IdentityFile,
        AsksPassword = node.AsksPassword && !common.AsksPassword,
    };

    private static string[] AccessOf(DraftNode node)
    {
        (string Key, string? Value)[] ssh =
            [("user", node.User), ("port", node.Port?.ToString(CultureInfo.InvariantCulture)), ("identityFile", node.IdentityFile), ("jump", node.Jump)];
        string[] written = [.. ssh.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}: {(pair.Key == "port" ? pair.Value : Scalar(pair.Value!))}")];
        List<string> lines = [];
        if (written.Length > 0)
            lines.Add($"ssh: {{ {string.Join(", ", written)} }}");
        if (node.User == "root")
            lines.Add("become: { method: none }");
        else if (node.AsksPassword)
            lines.Add("become: { password: { prompt: true } }");
        return [.. lines];
    }

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    // A text of JSON is one of YAML. The environment has no say in what is written here.
    private static string Scalar(string value)
    {
        string text = value.Replace("${", "$${", StringComparison.Ordinal);
        return Plain().IsMatch(text) && !SomethingElse().IsMatch(text) ? text : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    [GeneratedRegex(@"^[A-Za-z0-9_/.~][A-Za-z0-9_/.~@+-]*$(?!\n)")]
    private static partial Regex Plain();

    // What editors read as a number, a truth or nothing: a text that looks like it stands between quotes.
    [GeneratedRegex(@"^(~|null|true|false|yes|no|on|off|y|n|[-+]?[0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|0x[0-9a-f]+|0o[0-7]+|\.inf|\.nan)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SomethingElse();
}
