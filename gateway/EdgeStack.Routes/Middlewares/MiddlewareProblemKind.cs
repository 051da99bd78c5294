namespace EdgeStack.Routes.Middlewares;

public enum MiddlewareProblemKind
{
    /// <summary>It is wrong in every version.</summary>
    Wrong,

    /// <summary>This version does not know the name; a later one may.</summary>
    Unknown,

    /// <summary>It is right, and this version cannot do it.</summary>
    NotImplemented,
}
