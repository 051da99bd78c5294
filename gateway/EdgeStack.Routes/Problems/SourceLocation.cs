namespace EdgeStack.Routes.Problems;

/// <summary>Where something was written.</summary>
/// <param name="Object">The object as people name it, <c>ConfigMap default/blog</c>; the file itself for a bare document.</param>
/// <param name="File">The file, or the key of the ConfigMap when the object came from an API server.</param>
/// <param name="Line">1-based line; 0 when the whole object is meant.</param>
/// <param name="Column">1-based column; 0 when the whole line is meant.</param>
public readonly record struct SourceLocation(string Object, string File, int Line, int Column)
{
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
