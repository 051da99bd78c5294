namespace EdgeStack.Bench.SideBySide.Contestants;

/// <summary>How a process is started.</summary>
internal sealed record StartCommand(string Program, params IReadOnlyList<string> Arguments);
