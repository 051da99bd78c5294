using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace EdgeStack.Gateway.Access;

/// <summary>What came of asking Cloudflare for a team's keys.</summary>
internal abstract record KeyReading
{
    private KeyReading()
    {
    }

    /// <summary>They were told.</summary>
    /// <param name="Keys">By their <c>kid</c>; at least one.</param>
    internal sealed record Read(FrozenDictionary<string, SecurityKey> Keys) : KeyReading;

    /// <summary>They were not.</summary>
    /// <param name="Why">A sentence for the owner, without anything of the answer.</param>
    internal sealed record Failed(string Why) : KeyReading;
}
