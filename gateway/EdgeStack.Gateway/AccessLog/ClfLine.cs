using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeStack.Hosting.Log;

namespace EdgeStack.Gateway.AccessLog;

/// <summary>
/// Writes a record in the Common Log Format with what Traefik adds to it: referer, user agent, number of the line, route, upstream,
/// milliseconds. What is not known is <c>-</c>.
/// </summary>
internal sealed class ClfLine : IAccessLogFormat
{
    private readonly StringBuilder _line = new();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private long _count;

    public void Write(ArrayBufferWriter<byte> output, AccessRecord record)
    {
        _line.Clear().Append(record.Client.Address).Append(" - ").AppendQuotable(string.IsNullOrEmpty(record.User) ? "-" : record.User, escapeBlank: true)
            .Append(CultureInfo.InvariantCulture, $" [{record.Time.UtcDateTime:dd/MMM/yyyy:HH:mm:ss} +0000] \"")
            .AppendQuotable(record.Method).Append(' ')
            .AppendQuotable(LoggedUrl.EncodedPath(record.Path)).AppendQuotable(record.Query.Length > 1 ? SecretQuery.Redact(record.Query) : "", escapeBlank: true).Append(' ')
            .AppendQuotable(record.Protocol)
            .Append(CultureInfo.InvariantCulture, $"\" {record.Status} {record.BytesOut} ");
        Quoted(LoggedUrl.Referer(record.Referer));
        Quoted(LoggedUrl.WithoutTokens(record.UserAgent));
        _line.Append(CultureInfo.InvariantCulture, $"{++_count} ");
        Quoted(record.Route);
        Quoted(record.Origin);
        _line.Append(CultureInfo.InvariantCulture, $"{(long)record.Duration.TotalMilliseconds}ms");
        // A chunk may end between the halves of a pair.
        foreach (ReadOnlyMemory<char> chunk in _line.GetChunks())
            _encoder.Convert(chunk.Span, output, flush: false, out _, out _);
        _encoder.Convert([], output, flush: true, out _, out _);
    }

    private void Quoted(string? value) => _line.Append('"').AppendQuotable(string.IsNullOrEmpty(value) ? "-" : value).Append("\" ");
}
