namespace EdgeStack.Provisioning.Linting;

/// <summary>The JSON form of a <see cref="LintReading"/>.</summary>
internal sealed record LintDocument(int Files, int Routes, int Errors, int Warnings, IReadOnlyList<LintProblem> Problems);
