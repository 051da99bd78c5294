using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Documents;
using EdgeStack.Provisioning.Drafting;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>--node NAME=ADDRESS[,ROLE...]</c>: a machine in one word.</summary>
internal static class NodeOption
{
    public static Option<ImmutableArray<DraftNode>> Create() => new("--node")
    {
        Description = $"A machine, its address and what it does ({string.Join(", ", Roles.Names)}); may be given several times.",
        HelpName = "NAME=ADDRESS[,ROLE...]",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            ImmutableArray<DraftNode>.Builder nodes = ImmutableArray.CreateBuilder<DraftNode>();
            foreach (string written in result.Tokens.Select(token => token.Value))
            {
                string[] parts = written.Split(',');
                if (parts[0].Split('=') is not [{ Length: > 0 } name, { Length: > 0 } address])
                    result.AddError($"--node: '{written}' is not NAME=ADDRESS[,ROLE...]; pi1=192.168.1.10,server is one");
                else if (parts[1..].FirstOrDefault(role => !Roles.Names.Contains(role)) is { } unknown)
                    result.AddError($"--node: '{unknown}' is no role; {NearestName.Suggestion(unknown, Roles.Names)}");
                else
                    nodes.Add(new DraftNode(name, address, [.. parts[1..]]));
            }

            return nodes.ToImmutable();
        },
    };
}
