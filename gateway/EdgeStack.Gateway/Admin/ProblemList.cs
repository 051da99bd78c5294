namespace EdgeStack.Gateway.Admin;

/// <summary>Answer of <c>/api/v1/problems</c> (docs/contracts/admin-api.md).</summary>
internal sealed record ProblemList(IReadOnlyList<ProblemListEntry> Problems);

internal sealed record ProblemListEntry
{
    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public required string Severity { get; init; }

    /// <summary><see cref="EdgeStack.Routes.Problems.ProblemKind"/> in lower case.</summary>
    public required string Kind { get; init; }

    public required string Object { get; init; }

    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required string Message { get; init; }

    public required string? Fix { get; init; }
}
