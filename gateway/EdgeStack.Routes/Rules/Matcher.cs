using System.Collections.Immutable;

namespace EdgeStack.Routes.Rules;

/// <summary>One condition of the language.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LeastArguments">How many arguments it needs, none of them empty.</param>
/// <param name="MostArguments">How many it may have.</param>
/// <param name="Read">Makes the condition of its arguments, or reports why they are wrong and returns null.</param>
internal sealed record Matcher(string Name, int LeastArguments, int MostArguments, Func<ImmutableArray<Token>, RuleProblems, RuleNode?> Read)
{
    public string ArgumentCount => (LeastArguments, MostArguments) switch
    {
        (1, 1) => "one argument",
        (2, 2) => "two arguments",
        _ => "one or two arguments",
    };
}
