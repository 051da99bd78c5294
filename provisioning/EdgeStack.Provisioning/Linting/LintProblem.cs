using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>A problem in JSON, with the same fields as in the gateway's admin API.</summary>
internal sealed record LintProblem
{
    public required string Severity { get; init; }

    public required string Kind { get; init; }

    public required string Object { get; init; }

    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required string Message { get; init; }

    public required string? Fix { get; init; }

    public static LintProblem Of(Problem problem) => new()
    {
        Severity = Word(problem.Severity),
        Kind = problem.Kind.ToString().ToLowerInvariant(),
        Object = problem.Where.Object,
        File = problem.Where.File,
        Line = problem.Where.Line,
        Column = problem.Where.Column,
        Message = problem.Message,
        Fix = problem.Fix,
    };

    public static string Word(Severity severity) => severity == EdgeStack.Routes.Problems.Severity.Error ? "error" : "warning";
}
