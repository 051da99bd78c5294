using YamlDotNet.Core;

namespace EdgeStack.Documents;

/// <summary>What is wrong with a YAML text.</summary>
/// <param name="At">Where.</param>
/// <param name="Message">A sentence without its subject: <c>is not YAML: …</c>.</param>
/// <param name="Fix">What to write instead, when that can be known.</param>
public sealed record YamlFault(Mark At, string Message, string? Fix = null);
