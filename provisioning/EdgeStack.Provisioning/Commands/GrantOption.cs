using System.Collections.Immutable;
using System.CommandLine;
using EdgeStack.Routes.Ownership;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The option <c>--grant HOST=NAMESPACE</c>: what the gateway's setting <c>grants.hosts</c> lets in.</summary>
internal static class GrantOption
{
    public static Option<ImmutableArray<HostGrant>> Create() => new("--grant")
    {
        Description = "As the gateway's setting grants.hosts has it: lets a namespace have routes for a host of another one; may be given several times.",
        HelpName = "HOST=NAMESPACE",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            ImmutableArray<HostGrant>.Builder grants = ImmutableArray.CreateBuilder<HostGrant>();
            foreach (string written in result.Tokens.Select(token => token.Value))
            {
                if (HostGrant.TryParse(written, out HostGrant? grant, out string? fault))
                    grants.Add(grant!);
                else
                    result.AddError($"--grant: {fault}");
            }

            return grants.ToImmutable();
        },
    };
}
