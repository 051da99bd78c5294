namespace EdgeStack.Routes.Rules;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Name,
    Literal,
    Open,
    Close,
    Comma,
    And,
    Or,
    Not,
    End,
}
