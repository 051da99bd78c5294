namespace EdgeStack.Collector.Conditions.Judging;

/// <summary>What a condition found out of one thing.</summary>
/// <param name="Subject">What it is about: a mount point, a host; empty for this machine itself.</param>
/// <param name="Standing">How it stands.</param>
/// <param name="Value">For the sentence: <c>4.2 %</c>.</param>
internal readonly record struct Finding(string Subject, Standing Standing, string Value = "");
