namespace EdgeStack.Routes.Patterns;

/// <summary>What is wrong with a Go regular expression, or what of it cannot be kept exactly.</summary>
/// <param name="Index">0-based position in the pattern, in UTF-16 units; the pattern's length when something is missing at its end.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to write instead, when known.</param>
public sealed record PatternProblem(int Index, string Message, string? Fix);
