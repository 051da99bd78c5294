using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Gateway.Connections;

/// <summary>
/// The <c>Connection</c> of a request as it was sent. Where it names one of close, keep-alive and upgrade, Kestrel keeps that alone, and
/// what else was nominated would be lost. One for each connection: it flows into Kestrel's loop, which decodes headers one request at a time.
/// </summary>
internal sealed class ConnectionHeader
{
    private static readonly AsyncLocal<ConnectionHeader?> Current = new();

    private StringValues _nominating;

    /// <summary>Runs a connection with a place for what it nominates.</summary>
    public static async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Current.Value = new ConnectionHeader();
        await next(connection);
    }

    /// <summary>Remembers a line as Kestrel decodes it, if it nominates anything.</summary>
    public static void Remember(ReadOnlySpan<byte> line)
    {
        if (!IsOrdinary(line) && Current.Value is { } current)
            current._nominating = StringValues.Concat(current._nominating, Encoding.Latin1.GetString(line));
    }

    /// <summary>Serves a request with the header that was sent.</summary>
    public static Task ServeAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.Connection.Count > 0 && Current.Value is { _nominating.Count: > 0 } current ? current.RestoreAsync(context, next) : next(context);

    private async Task RestoreAsync(HttpContext context, RequestDelegate next)
    {
        StringValues sent = _nominating;
        _nominating = StringValues.Empty;
        IHeaderDictionary headers = context.Request.Headers;
        if (headers.Connection is [{ } kept] && IsOrdinary(Encoding.Latin1.GetBytes(kept)))
            headers.Connection = Names(sent, kept) ? sent : StringValues.Concat(kept, sent);
        try
        {
            await next(context);
        }
        finally
        {
            // Kestrel takes the text of the last request when the bytes of the next one are the same, and then we would not be asked.
            headers.Connection = StringValues.Empty;
        }
    }

    private static bool Names(StringValues lines, string option)
    {
        foreach (string? line in lines)
        {
            ReadOnlySpan<char> options = line;
            foreach (Range range in options.Split(','))
            {
                if (options[range].Trim(" \t").Equals(option, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    private static bool IsOrdinary(ReadOnlySpan<byte> line)
    {
        foreach (Range range in line.Split((byte)','))
        {
            ReadOnlySpan<byte> option = line[range].Trim(" \t"u8);
            if (!(option.IsEmpty || Ascii.EqualsIgnoreCase(option, "keep-alive"u8) || Ascii.EqualsIgnoreCase(option, "close"u8) || Ascii.EqualsIgnoreCase(option, "upgrade"u8)))
                return false;
        }

        return true;
    }
}
