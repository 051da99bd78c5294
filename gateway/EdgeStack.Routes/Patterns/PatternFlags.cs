namespace EdgeStack.Routes.Patterns;

/// <summary>Go's flags that change what matches. <c>U</c> only changes which match is preferred.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary><c>i</c></summary>
    FoldCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> also match at lines.</summary>
    MultiLine = 2,

    /// <summary><c>s</c>: <c>.</c> also matches a line feed.</summary>
    DotAll = 4,
}
