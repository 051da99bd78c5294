using System.Net.Http.Headers;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.Visitor;

namespace EdgeStack.Gateway.Proxying;

/// <summary>What we tell an upstream about the visitor, after everybody else's word on it has been taken away.</summary>
internal static class ForwardedHeaders
{
    public static void Add(HttpRequest request, AccessRecord record, HttpRequestMessage proxyRequest)
    {
        HttpRequestHeaders headers = proxyRequest.Headers;
        if (record.ForwardedFor is { } chain)
        {
            headers.TryAddWithoutValidation("X-Forwarded-For", chain);
            headers.TryAddWithoutValidation("X-Real-IP", record.Client.Address);
        }

        headers.TryAddWithoutValidation("X-Forwarded-Host", record.Host);
        headers.TryAddWithoutValidation("X-Forwarded-Port", Port(request, record.Host));
        headers.TryAddWithoutValidation("X-Forwarded-Proto", request.Scheme);
    }

    // The port that the visitor used: the one in Host, else the scheme's own. Ours is nobody's business behind a proxy.
    private static string Port(HttpRequest request, string host)
    {
        string written = HostHeader.PortOf(host);
        return written.Length is > 0 and <= 5 && written.All(char.IsAsciiDigit) ? written : request.Scheme == "https" ? "443" : "80";
    }
}
