// Hot path: looks at every header of every response.
using System.Net.Http.Headers;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace EdgeStack.Gateway.Proxying;

/// <summary>What an upstream may not make us say to a visitor. The size of its headers is bounded by the client that reads them (64 KiB).</summary>
internal static class ResponseSyntax
{
    // What browsers and servers take varies, most from 100 upwards; an upstream with more has lost count of its cookies.
    private const int MostLines = 250;

    private const int LeastStatus = 100;

    private const string EventStream = "text/event-stream";

    /// <summary>Looks at all headers once. In a value that came over HTTP/2 the client has made blanks of CR LF already.</summary>
    public static ResponseTraits Read(HttpResponseMessage response)
    {
        // The client reads any three digits.
        if ((int)response.StatusCode < LeastStatus)
            return ResponseTraits.Unsound;
        int lines = 0;
        return Read(response.Headers.NonValidated, ref lines) | Read(response.Content.Headers.NonValidated, ref lines);
    }

    /// <summary>False for a reason phrase that would move a terminal's cursor: the usual one says the same.</summary>
    public static bool IsReason(string? phrase) => !phrase.AsSpan().ContainsAny(ControlCharacters.All);

    private static ResponseTraits Read(HttpHeadersNonValidated headers, ref int lines)
    {
        ResponseTraits traits = ResponseTraits.None;
        foreach ((string name, HeaderStringValues values) in headers)
        {
            lines += values.Count;
            if (lines > MostLines)
                return ResponseTraits.Unsound;
            foreach (string value in values)
            {
                if (value.AsSpan().ContainsAny(ControlCharacters.All))
                    return ResponseTraits.Unsound;
                traits |= TraitOf(name, value);
            }
        }

        return traits;
    }

    private static ResponseTraits TraitOf(string name, ReadOnlySpan<char> value) => name.Length switch
    {
        7 when name.Equals(HeaderNames.Trailer, StringComparison.OrdinalIgnoreCase) => ResponseTraits.EndsHere,
        10 when name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase) => ResponseTraits.EndsHere,
        12 when name.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase) && IsEventStream(value) => ResponseTraits.EventStream,
        _ => ResponseTraits.None,
    };

    private static bool IsEventStream(ReadOnlySpan<char> contentType) =>
        contentType.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) && contentType[EventStream.Length..].TrimStart() is [] or [';', ..];
}
