using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace EdgeStack.Routes.Patterns;

/// <summary>A Go regular expression, read: the .NET one when there is no problem, else every problem found.</summary>
/// <param name="Regex">
/// Answers <c>IsMatch</c> as Go's <c>MatchString</c> does, in linear time; null when there are problems. Groups, and where a match begins and
/// ends, are not kept.
/// </param>
/// <param name="Translated">The .NET pattern of <paramref name="Regex"/>: case folding and flags are written out in it.</param>
/// <param name="Problems">In the order of the pattern.</param>
public sealed record PatternReading(Regex? Regex, string? Translated, ImmutableArray<PatternProblem> Problems);
