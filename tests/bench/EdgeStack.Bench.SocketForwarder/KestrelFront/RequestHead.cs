// Hot path: once a request.
using System.Buffers;
using EdgeStack.Bench.SocketForwarder.Heads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>Writes what Kestrel has read of a request as the upstream is to get it.</summary>
internal static class RequestHead
{
    /// <summary>True for what has a path of its own: no CONNECT, no absolute form.</summary>
    public static bool IsForwarded(IHttpRequestFeature request) => request.RawTarget.StartsWith('/');

    /// <summary>True when doing it twice does no harm.</summary>
    public static bool IsRepeatable(IHttpRequestFeature request) =>
        request.Method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE" or "TRACE";

    public static void Write(ArrayBufferWriter<byte> head, IHttpRequestFeature request, IHttpConnectionFeature visitor, bool hasBody)
    {
        string host = request.Headers.Host.ToString();
        head.Text(request.Method);
        head.Write(" "u8);
        head.Text(request.RawTarget);
        head.Write(" HTTP/1.1\r\nHost: "u8);
        head.Text(host);
        StringValues named = request.Headers.Connection;
        foreach ((string name, StringValues values) in request.Headers)
        {
            if (FieldKinds.Of(name) != FieldKind.EndToEnd || (named.Count > 0 && IsNamed(name, named)))
                continue;
            foreach (string? value in values)
            {
                head.Write("\r\n"u8);
                head.Text(name);
                head.Write(": "u8);
                head.Text(value ?? "");
            }
        }

        head.Write("\r\nX-Forwarded-For: "u8);
        head.Address(visitor.RemoteIpAddress);
        head.Write("\r\nX-Forwarded-Host: "u8);
        head.Text(host);
        head.Write("\r\nX-Forwarded-Proto: http"u8);
        head.EndOfRequest(request.Headers.ContentLength, hasBody && request.Headers.ContentLength is null);
    }

    private static bool IsNamed(string field, StringValues connection)
    {
        foreach (string? value in connection)
        {
            foreach (Range part in value.AsSpan().Split(','))
            {
                if (value.AsSpan()[part].Trim().Equals(field, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }
}
