namespace EdgeStack.Routes.Problems;

/// <summary>What a problem is about, for programs; people read the message.</summary>
public enum ProblemKind
{
    /// <summary>The text: an error rejects its whole object.</summary>
    Document,

    /// <summary>One route alone is set aside, because it asks for what this version does not have or for more than there is room for.</summary>
    Route,

    /// <summary>The host belongs to somebody else.</summary>
    Host,

    /// <summary>The route may not use the upstream that it names.</summary>
    Upstream,

    /// <summary>A Secret that the route names is missing.</summary>
    Secret,

    /// <summary>Another route takes all its requests.</summary>
    Shadow,
}
