// Hot path: looks at every header of every response.
using System.Net.Http.Headers;

namespace EdgeStack.Gateway.Proxying;

/// <summary>What an upstream may not make us say to a visitor. The size of its headers is bounded by the client that reads them (64 KiB).</summary>
internal static class ResponseSyntax
{
    // What browsers and servers take varies, most from 100 upwards; an upstream with more has lost count of its cookies.
    private const int MostLines = 250;

    private const int LeastStatus = 100;

    /// <summary>False for what is no answer. In a value that came over HTTP/2 the client has made blanks of CR LF already.</summary>
    public static bool IsSound(HttpResponseMessage response)
    {
        // The client reads any three digits.
        if ((int)response.StatusCode < LeastStatus)
            return false;
        int lines = 0;
        return AreSound(response.Headers.NonValidated, ref lines) && AreSound(response.Content.Headers.NonValidated, ref lines);
    }

    /// <summary>False for a reason phrase that would move a terminal's cursor: the usual one says the same.</summary>
    public static bool IsReason(string? phrase) => !phrase.AsSpan().ContainsAny(ControlCharacters.All);

    private static bool AreSound(HttpHeadersNonValidated headers, ref int lines)
    {
        foreach ((_, HeaderStringValues values) in headers)
        {
            lines += values.Count;
            if (lines > MostLines)
                return false;
            foreach (string value in values)
            {
                if (value.AsSpan().ContainsAny(ControlCharacters.All))
                    return false;
            }
        }

        return true;
    }
}
