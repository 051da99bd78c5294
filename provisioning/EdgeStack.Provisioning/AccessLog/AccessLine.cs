using System.Text.Json;
using EdgeStack.Provisioning.Rendering;
using Spectre.Console;

namespace EdgeStack.Provisioning.AccessLog;

/// <summary>A line of the access log as people read it: <c>12:03:01 200 GET whoami.localhost/ 2.1 ms default/whoami/0</c>.</summary>
internal static class AccessLine
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <param name="line">As the gateway wrote it; what is not JSON is shown as it is, but harmless.</param>
    /// <param name="zone">Times are shown in it.</param>
    public static Paragraph Of(string line, TimeZoneInfo zone)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AccessJson.Default.AccessRecord) is { } record ? Of(record, zone) : AsItIs(line);
        }
        catch (JsonException)
        {
            return AsItIs(line);
        }
    }

    /// <param name="request">A request as the admin API tells it, with the fields of the access log.</param>
    /// <param name="zone">Times are shown in it.</param>
    public static Paragraph Of(JsonElement request, TimeZoneInfo zone)
    {
        try
        {
            return request.Deserialize(AccessJson.Default.AccessRecord) is { } record ? Of(record, zone) : AsItIs(request.GetRawText());
        }
        catch (JsonException)
        {
            return AsItIs(request.GetRawText());
        }
    }

    private static Paragraph Of(AccessRecord record, TimeZoneInfo zone)
    {
        string time = record.Time is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss") : "--:--:--";
        Paragraph line = new Paragraph()
            .Append($"{time} ", Dim)
            .Append(record.Status is { } status ? $"{status:000} " : "--- ", StatusStyle(record.Status))
            .Append(Printable.Text($"{record.Method ?? "-"} {record.Host}{record.Path} "))
            .Append($"{Duration(record.Duration)} ", Dim)
            .Append(Printable.Text(record.Route ?? "-"), Dim);
        return string.IsNullOrEmpty(record.Error) ? line : line.Append(Printable.Text($" {record.Error}"), new Style(Color.Red));
    }

    private static Paragraph AsItIs(string line) => new(Printable.Text(line));

    private static string Duration(double? seconds) => seconds switch
    {
        null => "-",
        < 0.1 => $"{seconds * 1000:0.0} ms",
        < 1 => $"{seconds * 1000:0} ms",
        _ => $"{seconds:0.00} s",
    };

    private static Style StatusStyle(int? status) => status switch
    {
        >= 500 or null => new Style(Color.Red),
        >= 400 => new Style(Color.Yellow),
        >= 300 => new Style(Color.Aqua),
        _ => new Style(Color.Green),
    };
}
