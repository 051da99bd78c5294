namespace EdgeStack.Routes.Targets;

/// <summary>Which methods reach a route at all.</summary>
public static class ServedMethods
{
    // RFC 9110 names none longer than 17; a longer one is somebody trying.
    private const int Longest = 32;

    /// <summary>False for TRACE, which shows headers to scripts, for CONNECT, which makes a proxy for everything, and for what is no method.</summary>
    public static bool Include(string method) => method.Length is > 0 and <= Longest && method is not ("TRACE" or "CONNECT");
}
