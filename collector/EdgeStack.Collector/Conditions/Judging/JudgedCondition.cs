namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>A condition of one thing, as it is now.</summary>
/// <param name="Terms">Which one.</param>
/// <param name="Subject">What it is about; empty for this machine itself.</param>
/// <param name="IsTrue">Whether people should know of it.</param>
/// <param name="Since">Since when that has been so; of one that is true, since it was first seen to be bad.</param>
/// <param name="Sentence">For people.</param>
internal sealed record JudgedCondition(ConditionTerms Terms, string Subject, bool IsTrue, DateTimeOffset Since, string Sentence);
