namespace EdgeStack.Routes.Explaining;

/// <summary>The first condition of a rule that the request does not fulfil.</summary>
/// <param name="Condition">In the rule language, for example <c>PathPrefix(`/v2`)</c>.</param>
/// <param name="Saw">What the request has instead, <c>the path is '/v1/x'</c>.</param>
public sealed record FailedCondition(string Condition, string Saw);
