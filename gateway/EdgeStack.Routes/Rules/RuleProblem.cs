namespace EdgeStack.Routes.Rules;

/// <summary>What is wrong with a rule.</summary>
/// <param name="Index">0-based position in the rule's text.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to write instead, when known.</param>
public sealed record RuleProblem(int Index, string Message, string? Fix);
