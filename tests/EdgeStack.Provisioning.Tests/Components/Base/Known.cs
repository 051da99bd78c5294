using System.Collections.Frozen;
using System.Text;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Tests.Components.Base;

/// <summary>A node with answers that a test gives.</summary>
internal static class Known
{
    public static Node Node(string name = "a", string address = "10.0.0.1", params string[] roles) =>
        new(name, address, [.. roles], new NodeAccess(), new BaseSettings(null, "keep", "limited", "security", new FirewallSettings([])));

    public static NodeFacts Facts(params (FactQuery Query, string Answer)[] answers) => Facts(Node(), answers);

    public static NodeFacts Facts(Node node, params (FactQuery Query, string Answer)[] answers)
    {
        Facts own = new(answers.ToDictionary(pair => pair.Query, pair => new FactAnswer(0, Encoding.UTF8.GetBytes(pair.Answer))));
        return new NodeFacts(node, own, new Dictionary<string, Facts> { [node.Name] = own }.ToFrozenDictionary());
    }

    /// <summary>The same answer to each of a step's questions that a test does not care for.</summary>
    public static NodeFacts Answering(this IStep step, params string[] answers) => Facts([.. step.Queries.Zip(answers)]);

    public static string File(string content, string mode = "644") => $"root root {mode} {content.Length}\n{Content.OfText(content).Digest}\n{content}";
}
