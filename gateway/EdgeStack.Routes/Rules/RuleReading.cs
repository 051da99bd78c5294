using System.Collections.Immutable;

namespace EdgeStack.Routes.Rules;

/// <summary>A rule's text, read: the rule when there is no problem, else every problem found.</summary>
/// <param name="Rule">The rule, or null when there are problems.</param>
/// <param name="MentionedHosts">Hosts named anywhere in the text, also when the rule is unusable: these must not turn into 404.</param>
/// <param name="Problems">In the order of the text.</param>
public sealed record RuleReading(RuleNode? Rule, ImmutableArray<HostPattern> MentionedHosts, ImmutableArray<RuleProblem> Problems);
