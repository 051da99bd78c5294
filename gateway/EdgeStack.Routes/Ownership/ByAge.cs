namespace EdgeStack.Routes.Ownership;

/// <summary>The order of routes for questions of who was first.</summary>
internal static class ByAge
{
    public static int Compare(Route a, Route b)
    {
        int order = a.Age.CompareTo(b.Age);
        if (order == 0)
            order = string.CompareOrdinal(a.Where.File, b.Where.File);
        if (order == 0)
            order = a.Where.Line.CompareTo(b.Where.Line);
        return order == 0 ? string.CompareOrdinal(a.Name.Value, b.Name.Value) : order;
    }
}
