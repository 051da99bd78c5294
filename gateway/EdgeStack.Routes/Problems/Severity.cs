namespace EdgeStack.Routes.Problems;

/// <summary>How bad a problem is: an error keeps something from being served as written, a warning does not.</summary>
public enum Severity
{
    Warning,
    Error,
}
