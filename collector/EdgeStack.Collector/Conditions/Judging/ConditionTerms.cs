using System.Collections.Immutable;

namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>What is promised of a condition: a row of docs/contracts/conditions.md.</summary>
/// <param name="Code">The label <c>code</c>.</param>
/// <param name="Severity">The label <c>severity</c>.</param>
internal sealed record ConditionTerms(string Code, Severity Severity)
{
    private const string Where = "{where}";

    /// <summary>The families that it is judged by.</summary>
    public required ImmutableArray<string> Families { get; init; }

    /// <summary>When it is bad, in words.</summary>
    public required string Bad { get; init; }

    /// <summary>When it is good again, in words; empty when that is simply when it is not bad.</summary>
    public string Good { get; init; } = "";

    /// <summary>What has been bad so lately counts as bad: for what comes and goes.</summary>
    public TimeSpan LooksBack { get; init; }

    /// <summary>For how long it must be bad before the condition is true.</summary>
    public TimeSpan Holds { get; init; }

    /// <summary>For how long it must be good before the condition is over.</summary>
    public TimeSpan EndsAfter { get; init; }

    /// <summary>What, where and what to do; with <c>{where}</c> and <c>{value}</c>.</summary>
    public required string Sentence { get; init; }

    /// <summary>The sentence about one thing.</summary>
    public string Say(Finding finding)
    {
        string sentence = Sentence.Replace("{value}", finding.Value, StringComparison.Ordinal);
        if (finding.Subject.Length > 0)
            return sentence.Replace(Where, finding.Subject, StringComparison.Ordinal);
        return sentence.StartsWith(Where, StringComparison.Ordinal) ? $"This machine{sentence[Where.Length..]}" : sentence.Replace(Where, "this machine", StringComparison.Ordinal);
    }
}
