// Hot path: looks at every header of every request.
using System.Buffers;
using System.Globalization;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Routes.Targets;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace EdgeStack.Gateway.Proxying;

/// <summary>
/// What Kestrel lets through although two programs may read it in two ways. What it refuses by itself is listed, with its answers, in
/// docs/contracts/http-parsing.md.
/// </summary>
internal static class RequestSyntax
{
    // Where Kestrel puts a Content-Length that stood beside Transfer-Encoding.
    private const string DisplacedContentLength = "X-Content-Length";
    // Longer names are not in DNS; the dot of the root does not count.
    private const int LongestName = 253;
    private const string Chunked = "chunked", Continue = "100-continue", WebSocket = "websocket";

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly SearchValues<char> HostName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");
    private static readonly SearchValues<char> AddressInBrackets = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Why the target as a whole must not go further, query and authority included; its path is judged by itself.</summary>
    public static Rejection? JudgeTarget(string rawTarget)
    {
        ReadOnlySpan<char> target = rawTarget;
        // HTTP/2 frames a target by its length, so that a blank in it would end it in the request line that we write.
        if (target.IndexOfAnyExceptInRange('!', '~') is var at and >= 0)
            return target[at] is ' ' or > '\x7f' ? Rejection.TargetCharacter : Rejection.Of(TargetFault.ControlCharacter);
        if (target.Contains('#'))
            return Rejection.Of(TargetFault.Fragment);
        if (target[0] == '/' || target.IndexOf("://", StringComparison.Ordinal) is not (var scheme and > 0))
            return null;
        // Kestrel has compared the authority with Host; who somebody says to be there is nothing that a service asks for.
        ReadOnlySpan<char> authority = target[(scheme + 3)..];
        int end = authority.IndexOfAny('/', '?');
        return (end < 0 ? authority : authority[..end]).Contains('@') ? Rejection.Host : null;
    }

    /// <summary>Why the headers must not go further; null when they may.</summary>
    public static Rejection? Judge(HttpRequest request)
    {
        foreach ((string name, StringValues lines) in request.Headers)
        {
            if (!IsToken(name))
                return Rejection.Header;
            if (IsFramingInDisguise(name))
                return Rejection.BodyLength;
            foreach (string? line in lines)
            {
                if (line.AsSpan().ContainsAny(ControlCharacters.All))
                    return Rejection.Header;
            }
        }

        bool http10 = HttpProtocol.IsHttp10(request.Protocol);
        return !IsToken(request.Method) ? Rejection.UnknownMethod
            : JudgeBody(request, http10)
            ?? (IsHost(request.Headers.Host, http10) ? null : Rejection.Host)
            ?? (request.Headers.Expect is [] or [Continue] || IsContinue(request.Headers.Expect) ? null : Rejection.Expectation)
            ?? JudgeUpgrade(request);
    }

    /// <summary>True for an upgrade that is passed on: a WebSocket's, asked for by GET.</summary>
    public static bool AsksForWebSocket(HttpRequest request) =>
        request.Headers.Upgrade is [{ } upgrade] && upgrade.Equals(WebSocket, StringComparison.OrdinalIgnoreCase);

    private static Rejection? JudgeBody(HttpRequest request, bool http10)
    {
        StringValues encoding = request.Headers.TransferEncoding;
        if (encoding.Count == 0)
            return null;
        if (http10 || request.Headers.ContentLength is not null || request.Headers.ContainsKey(DisplacedContentLength))
            return Rejection.BodyLength;
        if (encoding is [{ } only] && only.Equals(Chunked, StringComparison.OrdinalIgnoreCase))
            return null;
        // A coding that we would have to take off, or a way of writing chunked that is none.
        return encoding is [{ } list] && list.Split(',', StringSplitOptions.TrimEntries) is var codings && Array.TrueForAll(codings, coding => IsToken(coding))
            && Array.Exists(codings, coding => !coding.Equals(Chunked, StringComparison.OrdinalIgnoreCase)) ? Rejection.TransferCoding : Rejection.BodyLength;
    }

    // What a server behind us that folds names takes for the length of a body, beside the one that we go by.
    private static bool IsFramingInDisguise(string name) => name.Length switch
    {
        14 => HeaderSpelling.AreOne(name, HeaderNames.ContentLength) && !name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase),
        17 => HeaderSpelling.AreOne(name, HeaderNames.TransferEncoding) && !name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool IsHost(StringValues lines, bool http10)
    {
        if (lines.Count == 0)
            return http10;
        if (lines is not [{ Length: > 0 } host])
            return false;
        ReadOnlySpan<char> rest = host;
        int end = rest[0] == '[' ? rest.IndexOf(']') : rest.IndexOf(':') is var colon and >= 0 ? colon : rest.Length;
        if (end <= 0)
            return false;
        bool named = rest[0] == '[' ? end > 1 && !rest[1..end].ContainsAnyExcept(AddressInBrackets) : !rest[..end].ContainsAnyExcept(HostName);
        named &= end - (rest[end - 1] == '.' ? 1 : 0) <= LongestName;
        rest = rest[(rest[0] == '[' ? end + 1 : end)..];
        return named && (rest.IsEmpty || (rest[0] == ':' && ushort.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _)));
    }

    private static bool IsContinue(StringValues expect) => expect is [{ } only] && only.Equals(Continue, StringComparison.OrdinalIgnoreCase);

    private static Rejection? JudgeUpgrade(HttpRequest request)
    {
        if (request.Headers.Upgrade.Count == 0)
            return null;
        bool hasBody = request.Headers.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0;
        if (!AsksForWebSocket(request))
            request.Headers.Upgrade = StringValues.Empty; // so that nobody behind us takes it up: h2c, SPDY and TLS are not passed through
        else if (hasBody || !HttpMethods.IsGet(request.Method))
            return Rejection.Upgrade;
        return null;
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);
}
