using System.Collections.Frozen;
using System.Globalization;

namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>The text of a status value or variable as a number. Names, paths and lists have none.</summary>
internal static class StatusValue
{
    private static readonly FrozenDictionary<string, double> Words = new Dictionary<string, double>
    {
        ["yes"] = 1,
        ["on"] = 1,
        ["primary"] = 1,
        ["no"] = 0,
        ["off"] = 0,
        ["disabled"] = 0,
        ["connecting"] = 0,
        ["non-primary"] = 0,
        ["disconnected"] = 0,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Ssl_server_not_after: "May  8 12:00:00 2027 GMT", days below 10 with a blank before.
    private static readonly string[] Dates = ["MMM d HH:mm:ss yyyy 'GMT'", "MMM d HH:mm:ss yyyy 'UTC'", "yyyy-MM-dd HH:mm:ss"];

    public static double? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (Words.TryGetValue(text, out double word))
            return word;
        if (double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number))
            return double.IsFinite(number) ? number : null;
        return DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? date.ToUnixTimeSeconds()
            : null;
    }
}
