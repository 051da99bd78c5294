namespace EdgeStack.Routes.Patterns;

/// <summary>What a place between code points is; several at once, as the beginning of the text is that of a line too.</summary>
[Flags]
internal enum Places
{
    None = 0,
    TextStart = 1,
    TextEnd = 2,
    LineStart = 4,
    LineEnd = 8,
}
