namespace EdgeStack.Routes.Problems;

/// <summary>Something a person wrote that cannot be served as written: a value, never an exception.</summary>
/// <param name="Severity">Error or warning.</param>
/// <param name="Where">File, line and column.</param>
/// <param name="Message">What is wrong, with the offending text.</param>
/// <param name="Fix">What to write instead, when that can be known.</param>
public sealed record Problem(Severity Severity, SourceLocation Where, string Message, string? Fix = null)
{
    public override string ToString() =>
        $"{Where}: {(Severity == Severity.Error ? "error" : "warning")}: {Message}{(Fix is null ? "" : $" ({Fix})")}";
}
