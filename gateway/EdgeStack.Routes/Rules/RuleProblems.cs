using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Rules;

/// <summary>What was found wrong with a rule so far, and what its patterns may weigh; null when nothing beside it has any.</summary>
internal sealed class RuleProblems(PatternBudget? patterns)
{
    private readonly List<RuleProblem> _found = [];

    public PatternBudget? Patterns => patterns;

    public IReadOnlyList<RuleProblem> Found => _found;

    public void Add(RuleProblem problem) => _found.Add(problem);
}
