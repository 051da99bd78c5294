using System.Collections.Immutable;

namespace EdgeStack.Routes.Patterns;

/// <summary>A Go regular expression, read.</summary>
/// <param name="Regex">Null when there are problems.</param>
/// <param name="Problems">Every problem found, in the order of the pattern.</param>
public sealed record PatternReading(GoRegex? Regex, ImmutableArray<PatternProblem> Problems);
