namespace EdgeStack.Gateway.Visitor;

/// <summary>The Host that was asked for, as it was written: ASP.NET's own property turns punycode into Unicode, which no route has.</summary>
internal static class HostHeader
{
    public static string Of(HttpRequest request) => request.Headers.Host is [{ } host] ? host : "";

    /// <summary>The port in it; empty when none is written. The colons of an IPv6 address stand in brackets.</summary>
    public static string PortOf(string host)
    {
        int colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') ? host[(colon + 1)..] : "";
    }
}
