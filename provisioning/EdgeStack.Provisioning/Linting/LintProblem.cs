using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>A problem in JSON, with the same fields as in the gateway's admin API.</summary>
internal sealed record LintProblem(string Severity, string Object, string File, int Line, int Column, string Message, string? Fix)
{
    public static LintProblem Of(Problem problem)
    {
        SourceLocation where = problem.Where;
        return new LintProblem(Word(problem.Severity), where.Object, where.File, where.Line, where.Column, problem.Message, problem.Fix);
    }

    public static string Word(Severity severity) => severity == EdgeStack.Routes.Problems.Severity.Error ? "error" : "warning";
}
