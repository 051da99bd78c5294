namespace EdgeStack.Routes.Explaining;

/// <summary>A route, seen by one request.</summary>
/// <param name="Route">The route.</param>
/// <param name="IsCandidate">False when the host alone rules it out: the table does not look at its rule.</param>
/// <param name="Failed">Why the rule does not hold; null when it does.</param>
public sealed record TriedRoute(Route Route, bool IsCandidate, FailedCondition? Failed);
