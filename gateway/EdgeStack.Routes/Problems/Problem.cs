namespace EdgeStack.Routes.Problems;

/// <summary>Something a person wrote that cannot be served as written: a value, never an exception.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Where">File, line and column.</param>
/// <param name="Message">What is wrong, with the offending text, of which at most 128 characters are kept.</param>
/// <param name="Fix">What to write instead, when that can be known.</param>
public sealed record Problem(Severity Severity, SourceLocation Where, string Message, string? Fix = null)
{
    public string Message { get; init; } = BoundedText.Of(Message);

    public string? Fix { get; init; } = Fix is null ? null : BoundedText.Of(Fix);

    public ProblemKind Kind { get; init; }

    /// <summary>True when it only says how many more its object has.</summary>
    public bool IsCount { get; init; }

    /// <summary>The problem with the object that it is about, where the file alone does not say that.</summary>
    public string Full => Where.Object.Length == 0 || Where.Object == Where.File ? ToString() : $"{Where.Object}: {this}";

    public override string ToString() =>
        $"{Where}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}{(Fix is null ? "" : $" ({Fix})")}";
}
