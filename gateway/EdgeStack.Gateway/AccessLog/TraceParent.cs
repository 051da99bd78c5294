using System.Diagnostics;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// The trace that a request belongs to, as the header <c>traceparent</c> names it (W3C Trace Context): the visitor's, or a new one. An
/// <see cref="Activity"/> for every request that nobody exports would be a tenth of what a request costs, so there is none.
/// </summary>
internal static class TraceParent
{
    public const string Header = "traceparent", State = "tracestate";

    private const string Version = "00-", NotSampled = "-00";

    private const string Digits = "0123456789abcdef";

    private const int TraceDigits = 32, SpanDigits = 16, HeaderLength = 3 + TraceDigits + 1 + SpanDigits + 3;

    /// <summary>What the visitor says; null when he says nothing, or nothing that can be understood.</summary>
    public static ActivityContext? Read(IHeaderDictionary headers) =>
        headers.TraceParent is [{ } sent] && ActivityContext.TryParse(sent, StringOf(headers.TraceState), isRemote: true, out ActivityContext visitor) ? visitor : null;

    /// <summary>The beginning of a trace. Nobody records the span that it names.</summary>
    public static string New()
    {
        Span<byte> ids = stackalloc byte[(TraceDigits + SpanDigits) / 2];
        Random.Shared.NextBytes(ids);
        Span<char> header = stackalloc char[HeaderLength];
        Version.CopyTo(header);
        WriteDigits(ids[..(TraceDigits / 2)], header[Version.Length..]);
        header[Version.Length + TraceDigits] = '-';
        WriteDigits(ids[(TraceDigits / 2)..], header[(Version.Length + TraceDigits + 1)..]);
        NotSampled.CopyTo(header[^NotSampled.Length..]);
        return new string(header);
    }

    /// <summary>The trace's part of a header of ours.</summary>
    public static string TraceIdOf(string header) => header.Substring(Version.Length, TraceDigits);

    // The library's way is for processors that shuffle bytes, and costs ten times as much in a program for every one.
    private static void WriteDigits(ReadOnlySpan<byte> id, Span<char> header)
    {
        for (int i = 0; i < id.Length; i++)
            (header[2 * i], header[(2 * i) + 1]) = (Digits[id[i] >> 4], Digits[id[i] & 15]);
    }

    private static string? StringOf(StringValues lines) => lines.Count == 0 ? null : lines.ToString();
}
