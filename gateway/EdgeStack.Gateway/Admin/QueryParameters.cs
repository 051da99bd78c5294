using EdgeStack.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.Admin;

/// <summary>What the parameters of every question have in common.</summary>
internal static class QueryParameters
{
    /// <returns>What is wrong with the first name that is not known; null when all are.</returns>
    public static string? Unknown(IQueryCollection query, IReadOnlyCollection<string> known) =>
        query.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown ? $"unknown parameter '{unknown}'; {NearestName.Suggestion(unknown, known)}" : null;
}
