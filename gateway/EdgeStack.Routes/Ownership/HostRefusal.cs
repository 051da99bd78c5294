using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Ownership;

/// <summary>Why a namespace may not have the hosts of a pattern. One for all its routes with that pattern.</summary>
/// <param name="First">The oldest claim that it meets.</param>
/// <param name="Others">The hosts of everybody else that the pattern meets.</param>
internal sealed record HostRefusal(HostClaim First, RuleNode Others);
