namespace EdgeStack.Bench.SideBySide.Reporting;

/// <summary>Something that was asked for and has no figures.</summary>
/// <param name="What">A contestant, or one of its turns.</param>
/// <param name="Why">A sentence; what a program said last may follow on further lines.</param>
internal sealed record NotMeasured(string What, string Why);
