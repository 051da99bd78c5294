using System.Text;

namespace EdgeStack.Gateway.Tests.Proxying;

/// <summary>Bytes that a visitor may send, and what has to become of them.</summary>
/// <param name="Row">The row of the catalogue that the case belongs to.</param>
/// <param name="Sent">What is special about it, for people.</param>
/// <param name="Request">The bytes, a character a byte.</param>
/// <param name="Answer">The status of the answer; null when the connection just ends.</param>
/// <param name="By">Who answers.</param>
internal sealed record ParsingCase(string Row, string Sent, string Request, int? Answer, Decider By)
{
    private const string Host = "Host: a.example\r\n", Post = "POST /case HTTP/1.1\r\n" + Host, Chunked = Post + "Transfer-Encoding: chunked\r\n\r\n";

    public static readonly IReadOnlyList<ParsingCase> All =
    [
        Post400("H1-01", "`Content-Length: 5` and `Transfer-Encoding: chunked`", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Decider.Gateway),
        new("H1-01", "the same beside an `X-Content-Length` of the visitor's", Post + "X-Content-Length: 5\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", null, Decider.Kestrel),
        .. ((string[])["Transfer_Encoding", "Transfer.Encoding", "transfer!encoding"]).Select(name => Post400("H1-01", $"`Content-Length: 5` and `{name}: chunked`", $"Content-Length: 5\r\n{name}: chunked\r\n\r\nhello", Decider.Gateway)),
        Post400("H1-01", "`Content-Length: 5` and `Content_Length: 6`", "Content-Length: 5\r\nContent_Length: 6\r\n\r\nhello", Decider.Gateway),
        Post400("H1-02", "CL.TE: a second request inside the declared length", "Content-Length: 30\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nX: ", Decider.Gateway),
        Post400("H1-02", "TE.CL: a second request inside the first chunk", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n1c\r\nGET /smuggled HTTP/1.1\r\nX: y\r\n0\r\n\r\n", Decider.Gateway),
        .. ((string[])["+5", "-0", "00", "007", "99999999999999999999", "0x5", "5;", ""]).Select(length => Post400("H1-03", $"`Content-Length: {length}`", $"Content-Length: {length}\r\n\r\nhello12", Decider.Kestrel)),
        Served("H1-03", "`Content-Length: 5 `: blanks around a value are not part of it", Post + "Content-Length: 5 \r\n\r\nhello"),
        Post400("H1-04", "`Content-Length` twice, the same", "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", Decider.Kestrel),
        Post400("H1-04", "`Content-Length` twice, different", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", Decider.Kestrel),
        Post400("H1-04", "`Content-Length: 5, 5`", "Content-Length: 5, 5\r\n\r\nhello", Decider.Kestrel),
        Served("H1-05", "chunk size `5;` (an upstream gets chunks that we have written)", Chunked + "5;\r\nhello\r\n0\r\n\r\n"),
        Served("H1-05", "control byte in a chunk extension", Chunked + "5;a\u0001\r\nhello\r\n0\r\n\r\n"),
        Served("H1-05", "a chunk extension of 64 KiB", Chunked + $"5;{new string('a', 65_536)}\r\nhello\r\n0\r\n\r\n"),
        Served("H1-05", "a chunk extension of 1 MiB", Chunked + $"5;{new string('a', 1_048_576)}\r\nhello\r\n0\r\n\r\n"),
        Chunk400("H1-06", "LF alone after a chunk extension", "5;a\nhello\r\n0\r\n\r\n"),
        Chunk400("H1-06", "CR alone in a chunk extension", "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        Chunk400("H1-06", "LF alone after a chunk size", "5\nhello\r\n0\r\n\r\n"),
        Chunk400("H1-07", "a trailer that LF alone ends", "5\r\nhello\r\n0\r\nA: b\n\n"),
        Chunk400("H1-08", "chunk size `FFFFFFFFFFFFFFFFF`", "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n"),
        .. ((string[])["0x5", "+5", "5_0", " 5", "5 ", ""]).Select(size => Chunk400("H1-09", $"chunk size `{size}`", $"{size}\r\nhello\r\n0\r\n\r\n")),
        Chunk400("H1-09", "more bytes than the chunk's size", "5\r\nhelloXX\r\n0\r\n\r\n"),
        .. ((string[])["xchunked", "chunked, identity", "identity", "\"chunked\"", "chunked;a=b", "\u000bchunked", ""]).Select(coding => Coded(coding, 400, Decider.Kestrel)),
        .. ((string[])[",chunked", "chunked, chunked"]).Select(coding => Coded(coding, 400, Decider.Gateway)),
        Coded("gzip, chunked", 501, Decider.Gateway),
        Post400("H1-10", "`Transfer-Encoding: chunked` twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Decider.Gateway),
        new("H1-10", "`Transfer-Encoding: chunked` on HTTP/1.0", "POST /case HTTP/1.0\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, Decider.Gateway),
        Served("H1-10", "`Transfer-Encoding: CHUNKED`", Post + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
        new("H1-11", "LF alone after the request line", "GET /case HTTP/1.1\n" + Host + "\r\n", 400, Decider.Kestrel),
        Get400("H1-11", "LF alone after a header", "A: b\nC: d\r\n\r\n", Decider.Kestrel),
        .. ((string[])["(", "\"", "/", "@", "\u0001"]).Select(letter => Get400("H1-12", $"`{Shown(letter)}` in a header's name", $"A{letter}b: c\r\n\r\n", Decider.Gateway)),
        .. ((string[])["\0", "\u00e9"]).Select(letter => Get400("H1-12", $"`{Shown(letter)}` in a header's name", $"A{letter}b: c\r\n\r\n", Decider.Kestrel)),
        .. ((string[])["\u0001", "\u001b", "\u007f"]).Select(letter => Get400("H1-12", $"`{Shown(letter)}` in a header's value", $"A: b{letter}c\r\n\r\n", Decider.Gateway)),
        .. ((string[])["\0", "\r"]).Select(letter => Get400("H1-12", $"`{Shown(letter)}` in a header's value", $"A: b{letter}c\r\n\r\n", Decider.Kestrel)),
        Get400("H1-13", "a header continued on the next line", "A: b\r\n c\r\n\r\n", Decider.Kestrel),
        Get400("H1-13", "a blank before the colon", "A : b\r\n\r\n", Decider.Kestrel),
        Get400("H1-13", "a header without a colon", "A\r\n\r\n", Decider.Kestrel),
        Get400("H1-13", "a header without a name", ": b\r\n\r\n", Decider.Kestrel),
        .. ((string[])["", "a.example:99999", "(a)", "a!b"]).Select(host => Hosted(host, Decider.Gateway)),
        .. ((string[])["a, b", "a.example/x", "u@a.example", "a.example:", "a.example:x", "[::1", "a b", "a%41"]).Select(host => Hosted(host, Decider.Kestrel)),
        new("H1-14", "a `Host` of 254 characters", $"GET /case HTTP/1.1\r\nHost: {new string('a', 246)}.example\r\n\r\n", 400, Decider.Gateway),
        new("H1-14", "no `Host`", "GET /case HTTP/1.1\r\n\r\n", 400, Decider.Kestrel),
        Get400("H1-14", "two `Host`", "Host: a.example\r\n\r\n", Decider.Kestrel),
        new("H1-15", "`GET http://b.example/` with `Host: a.example`", "GET http://b.example/case HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Kestrel),
        new("H1-15", "`GET http://u@a.example/`", "GET http://u@a.example/case HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        Served("H1-15", "`GET http://A.example/` with `Host: a.example`", "GET http://A.example/case HTTP/1.1\r\n" + Host + "\r\n"),
        new("H1-16", "`GET *`", "GET * HTTP/1.1\r\n" + Host + "\r\n", 405, Decider.Kestrel),
        new("H1-16", "`/case#b`", "GET /case#b HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        new("H1-16", "`/case?a#b`", "GET /case?a#b HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        new("H1-16", "a control byte in the query", "GET /case?a\u0001b HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        new("H1-16", "a byte above 127 in the path", "GET /case\u00e9 HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Kestrel),
        new("H1-16", "a byte above 127 in the query", "GET /case?\u00e9 HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Kestrel),
        new("H1-16", "DEL in the query", "GET /case?a\u007f HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        new("H1-16", "a tab in the query", "GET /case?a\tb HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Gateway),
        new("H1-16", "a blank in the target", "GET /case b HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Kestrel),
        new("H1-16", "`%00` in the path", "GET /case%00 HTTP/1.1\r\n" + Host + "\r\n", 400, Decider.Kestrel),
        new("H1-16", "a method of 33 letters", new string('M', 33) + " /case HTTP/1.1\r\n" + Host + "\r\n", 501, Decider.Gateway),
        new("H1-16", "a method of 10,000 letters", new string('M', 10_000) + " /case HTTP/1.1\r\n" + Host + "\r\n", 414, Decider.Kestrel),
        new("H1-17", "`post`: another method than `POST`", "post /case HTTP/1.1\r\n" + Host + "Content-Length: 0\r\n\r\n", 501, Decider.Gateway),
        new("H1-17", "`Trace`", "Trace /case HTTP/1.1\r\n" + Host + "\r\n", 501, Decider.Gateway),
        new("H1-17", "`CONNECT a.example:443`", "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n", 501, Decider.Gateway),
        new("H1-17", "`TRACE`", "TRACE /case HTTP/1.1\r\n" + Host + "\r\n", 405, Decider.Gateway),
        new("H1-17", "`GET /` without a version", "GET /case\r\n", 400, Decider.Kestrel),
        .. ((string[])["HTTP/1.2", "HTTP/3.0", "http/1.1"]).Select(version => new ParsingCase("H1-17", $"`{version}`", $"GET /case {version}\r\n{Host}\r\n", 505, Decider.Kestrel)),
        .. ((string[])["GET", "HEAD", "OPTIONS"]).SelectMany(method => (ParsingCase[])
        [
            Served("H1-18", $"{method} with a body", $"{method} /case HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\nhello"),
            Served("H1-18", $"{method} with a body in chunks", $"{method} /case HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        ]),
        Get400("H1-19", "`Upgrade: websocket` with a body of declared length", "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 5\r\n\r\nhello", Decider.Gateway),
        Get400("H1-19", "`Upgrade: websocket` with a chunked body", "Connection: Upgrade\r\nUpgrade: websocket\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", Decider.Gateway),
        Post400("H1-19", "`Upgrade: websocket` by POST", "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n", Decider.Gateway),
        Served("H1-20", "`Upgrade: h2c`, taken out", "GET /case HTTP/1.1\r\n" + Host + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"),
        Served("H1-20", "`Upgrade: SPDY/3.1`, taken out", "GET /case HTTP/1.1\r\n" + Host + "Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n"),
        new("H1-21", "`Expect: something`", Post + "Expect: something\r\nContent-Length: 5\r\n\r\nhello", 417, Decider.Gateway),
        Served("H1-22", "trailers, taken out", Chunked + "5\r\nhello\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\nContent-Length: 77\r\nHost: b.example\r\nAuthorization: x\r\n\r\n"),
        new("H1-23", "a TLS ClientHello", "\u0016\u0003\u0001\0\u00a5\u0001\0\0\u00a1\u0003\u0003" + new string('\0', 100) + "\r\n\r\n", 400, Decider.Kestrel),
        new("HD-12", "101 headers", "GET /case HTTP/1.1\r\n" + Host + string.Concat(Enumerable.Range(0, 101).Select(i => $"A{i}: b\r\n")) + "\r\n", 431, Decider.Kestrel),
        new("HD-12", "headers of more than 32 KiB", "GET /case HTTP/1.1\r\n" + Host + "A: " + new string('b', 32_768) + "\r\n\r\n", 431, Decider.Kestrel),
        Served("HD-12", "a cookie of 31,000 bytes", "GET /case HTTP/1.1\r\n" + Host + "Cookie: " + new string('b', 31_000) + "\r\n\r\n"),
    ];

    /// <summary>True when it is the body that breaks, which may have been on its way already.</summary>
    public bool BreaksInBody => Row is "H1-06" or "H1-07" or "H1-08" or "H1-09";

    public byte[] Bytes => Encoding.Latin1.GetBytes(Request);

    private static ParsingCase Post400(string row, string sent, string rest, Decider by) => new(row, sent, Post + rest, 400, by);

    private static ParsingCase Get400(string row, string sent, string rest, Decider by) => new(row, sent, "GET /case HTTP/1.1\r\n" + Host + rest, 400, by);

    private static ParsingCase Chunk400(string row, string sent, string body) => new(row, sent, Chunked + body, 400, Decider.Gateway);

    private static ParsingCase Coded(string coding, int status, Decider by) =>
        new("H1-10", $"`Transfer-Encoding: {Shown(coding)}`", Post + $"Transfer-Encoding: {coding}\r\n\r\n0\r\n\r\n", status, by);

    private static ParsingCase Hosted(string host, Decider by) => new("H1-14", $"`Host: {host}`", $"GET /case HTTP/1.1\r\nHost: {host}\r\n\r\n", 400, by);

    private static ParsingCase Served(string row, string sent, string request) => new(row, sent, request, 200, Decider.Upstream);

    private static string Shown(string text) => string.Concat(text.Select(c => c is < ' ' or '\x7f' ? $"\\x{(int)c:x2}" : c.ToString()));
}
