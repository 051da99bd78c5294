namespace EdgeStack.Routes;

/// <summary>
/// How old the object of a route is, for questions of who was first. Files in a folder are the operator's and come before everything
/// that an API server holds, in the order of their paths. Total between objects, so that no list's order and no restart changes an answer.
/// </summary>
/// <param name="Created">When the API server made the object; the beginning of time for files.</param>
/// <param name="Path">The file; empty for an object of an API server.</param>
/// <param name="Namespace">Of the object.</param>
/// <param name="Object">The object's name.</param>
public readonly record struct RouteAge(DateTimeOffset Created, string Path, string Namespace, string Object) : IComparable<RouteAge>
{
    /// <inheritdoc/>
    public int CompareTo(RouteAge other)
    {
        int order = Created.CompareTo(other.Created);
        if (order == 0)
            order = string.CompareOrdinal(Path, other.Path);
        if (order == 0)
            order = string.CompareOrdinal(Namespace, other.Namespace);
        return order == 0 ? string.CompareOrdinal(Object, other.Object) : order;
    }

    public static bool operator <(RouteAge left, RouteAge right) => left.CompareTo(right) < 0;

    public static bool operator >(RouteAge left, RouteAge right) => left.CompareTo(right) > 0;

    public static bool operator <=(RouteAge left, RouteAge right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RouteAge left, RouteAge right) => left.CompareTo(right) >= 0;
}
