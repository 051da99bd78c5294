using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Dns;

/// <summary>What the owner has asked for beyond creating records.</summary>
/// <param name="TakeOver">Names whose records may be replaced although they are somebody else's.</param>
/// <param name="Wildcard">One record for all names one level below a zone.</param>
internal sealed record DnsWishes(ImmutableHashSet<string> TakeOver, bool Wildcard);
