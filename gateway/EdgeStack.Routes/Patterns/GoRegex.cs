namespace EdgeStack.Routes.Patterns;

/// <summary>
/// A Go regular expression that was read. It holds only its text until it is asked for the first time: what never serves costs nothing.
/// </summary>
public sealed class GoRegex
{
    private readonly string _pattern;
    // Two threads may both build it the first time; they build the same.
    private PatternAutomaton? _automaton;

    internal GoRegex(string pattern, int weight) => (_pattern, Weight) = (pattern, weight);

    /// <summary>What it may cost, in the unit of <see cref="PatternBudget"/>.</summary>
    public int Weight { get; }

    /// <summary>
    /// Answers as Go's <c>MatchString</c> does, in time linear in the text and in <see cref="Weight"/>, and without memory that stays.
    /// The text is well-formed UTF-16; half a surrogate pair counts as U+FFFD.
    /// </summary>
    public bool IsMatch(ReadOnlySpan<char> text) => (_automaton ??= GoPattern.Build(_pattern)).IsMatch(text);
}
