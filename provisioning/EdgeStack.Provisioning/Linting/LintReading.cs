using System.Collections.Immutable;
using EdgeStack.Routes;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Provisioning.Linting;

/// <summary>What was found in the files.</summary>
/// <param name="Problems">By file, then line; how many more an object has stands behind its others.</param>
/// <param name="Files">How many were read.</param>
/// <param name="Routes">The routes that they hold.</param>
/// <param name="Lines">The lines of each file, by the name it is shown with.</param>
internal sealed record LintReading(
    ImmutableArray<Problem> Problems,
    int Files,
    ImmutableArray<Route> Routes,
    ImmutableDictionary<string, ImmutableArray<string>> Lines)
{
    public int Errors => Problems.Count(problem => problem.Severity == Severity.Error);

    public int Warnings => Problems.Length - Errors;
}
