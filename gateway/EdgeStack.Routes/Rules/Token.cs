namespace EdgeStack.Routes.Rules;

/// <summary>A piece of a rule's text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the literal's value, or the sign itself.</param>
/// <param name="Index">0-based position in the rule.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Index);
