namespace EdgeStack.Routes.Targets;

/// <summary>Bytes of a path that are harmless as data and dangerous where somebody decodes them before deciding.</summary>
[Flags]
public enum EncodedBytes
{
    None = 0,

    /// <summary><c>%2F</c></summary>
    Slash = 1,

    /// <summary><c>%5C</c>, or the character itself, which URLs do not have.</summary>
    Backslash = 2,

    /// <summary><c>%23</c></summary>
    Hash = 4,

    /// <summary><c>%3F</c></summary>
    QuestionMark = 8,

    /// <summary><c>%25</c></summary>
    Percent = 16,
}
