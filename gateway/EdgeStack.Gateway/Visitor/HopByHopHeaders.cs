using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Visitor;

/// <summary>
/// Headers that end with this hop: those that the other end nominates in <c>Connection</c>, and a few that YARP leaves in. What belongs to the
/// message itself cannot be nominated away, because then a visitor could make a service see less than rules and middlewares saw.
/// </summary>
internal static class HopByHopHeaders
{
    // Trailers of requests are not passed on, so nothing may announce them; nobody behind us is asked to change to HTTP/2.
    private static readonly string[] Always = ["Trailer", "HTTP2-Settings"];

    private static readonly FrozenSet<string> EndToEnd = new[]
    {
        "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Accept-Ranges", "Access-Control-Request-Headers", "Access-Control-Request-Method",
        "Authorization", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Length", "Content-Location", "Content-Range",
        "Content-Type", "Cookie", "Date", "Expect", "From", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Max-Forwards",
        "Origin", "Pragma", "Range", "Referer", "Sec-WebSocket-Accept", "Sec-WebSocket-Extensions", "Sec-WebSocket-Key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Version", "Traceparent",
        "Tracestate", "User-Agent", "Via", "X-Requested-With",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> EndToEndSpans = EndToEnd.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Takes them out of what goes to the upstream.</summary>
    /// <param name="connection">The visitor's <c>Connection</c>.</param>
    /// <param name="proxyRequest">What goes to the upstream.</param>
    /// <param name="ours">Headers that middlewares have set: nobody but us can take them away.</param>
    public static void Remove(StringValues connection, HttpRequestMessage proxyRequest, IReadOnlyList<string> ours)
    {
        foreach (string name in Always)
            Take(proxyRequest, name);
        foreach (string? line in connection)
        {
            ReadOnlySpan<char> options = line;
            if (IsOrdinary(options))
                continue;
            foreach (Range range in options.Split(','))
            {
                ReadOnlySpan<char> option = options[range].Trim(" \t");
                if (EndsHere(option) && !IsAmong(ours, option))
                    Take(proxyRequest, option.ToString());
            }
        }
    }

    /// <summary>Takes them out of what an upstream has answered.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="passesTrailers">Whether the visitor gets its trailers; where he does not, nothing may announce them.</param>
    public static void Remove(HttpResponseMessage response, bool passesTrailers)
    {
        HttpResponseHeaders headers = response.Headers;
        if (!passesTrailers)
            headers.Remove("Trailer");
        if (!headers.NonValidated.TryGetValues("Connection", out HeaderStringValues connection))
            return;
        foreach (string line in connection)
        {
            ReadOnlySpan<char> options = line;
            if (IsOrdinary(options))
                continue;
            foreach (Range range in options.Split(','))
            {
                ReadOnlySpan<char> option = options[range].Trim(" \t");
                if (EndsHere(option) && option.ToString() is var name && headers.NonValidated.Contains(name))
                    headers.Remove(name);
            }
        }
    }

    private static bool EndsHere(ReadOnlySpan<char> option) => !option.IsEmpty && !IsOrdinary(option) && !EndToEndSpans.Contains(option);

    private static bool IsAmong(IReadOnlyList<string> names, ReadOnlySpan<char> option)
    {
        foreach (string name in names)
        {
            if (option.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // Nearly every line is one of these and nothing else, and is not taken apart then.
    private static bool IsOrdinary(ReadOnlySpan<char> option) =>
        option.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || option.Equals("close", StringComparison.OrdinalIgnoreCase) || option.Equals("upgrade", StringComparison.OrdinalIgnoreCase);

    // What is no header's name is none of the request's headers.
    private static void Take(HttpRequestMessage proxyRequest, string name)
    {
        if (proxyRequest.Headers.NonValidated.Contains(name))
            proxyRequest.Headers.Remove(name);
        else if (proxyRequest.Content?.Headers is { } content && content.NonValidated.Contains(name))
            content.Remove(name);
    }
}
