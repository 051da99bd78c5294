using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Hosting.Settings;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Settings;

/// <summary>The settings below <c>accessLog</c>.</summary>
internal static class AccessLogSettings
{
    private const long Kibi = 1024, LeastSize = 64 * Kibi, LargestSize = 1024 * 1024 * Kibi;

    public static readonly ImmutableArray<Setting<GatewayOptions>> All =
    [
        new("accessLog.format", "json|traefik|clf", "How a line is written: our own fields, Traefik's field names, or the Common Log Format as Traefik writes it.",
            o => NameOf(o.AccessLog.Format), (o, v) => Format(v, format => o.AccessLog.Format = format)),
        new("accessLog.file", "FILE", "File to write to instead of stdout, in a folder that exists.",
            o => o.AccessLog.File ?? "", (o, v) => NewFile(v, path => o.AccessLog.File = path)),
        new("accessLog.maxSize", "SIZE", "Size at which the file is compressed and a new one begun, for example 512KiB or 20MiB.",
            o => SizeText(o.AccessLog.MaxSize), (o, v) => Size(v, size => o.AccessLog.MaxSize = size)),
        new("accessLog.keep", "NUMBER", "How many compressed files stay beside the current one.",
            o => o.AccessLog.Keep.ToString(CultureInfo.InvariantCulture), (o, v) => Number(v, number => o.AccessLog.Keep = number)),
        new("accessLog.exclude", "RULE", "Requests that are not logged, as a rule, for example PathPrefix(`/healthz`).",
            o => o.AccessLog.Exclude?.Text ?? "", (o, v) => Rule(v, rule => o.AccessLog.Exclude = rule)),
        new("accessLog.sample", "FRACTION", "Part of the requests that is logged, for example 0.1 or 1/10. Failed, refused and slow ones always are.",
            o => o.AccessLog.Sample.ToString(CultureInfo.InvariantCulture), (o, v) => Fraction(v, fraction => o.AccessLog.Sample = fraction)),
        new("accessLog.slow", "DURATION", "From this duration on a request is slow, and logged whatever accessLog.sample says.",
            o => DurationText.Of(o.AccessLog.Slow), (o, v) => DurationText.Read(v, span => o.AccessLog.Slow = span)),
    ];

    private static string NameOf(AccessLogFormat format) => format.ToString().ToLowerInvariant();

    private static string? Format(string value, Action<AccessLogFormat> assign)
    {
        foreach (AccessLogFormat format in Enum.GetValues<AccessLogFormat>())
        {
            if (NameOf(format) != value)
                continue;
            assign(format);
            return null;
        }

        return $"'{value}' is not one of {string.Join(", ", Enum.GetValues<AccessLogFormat>().Select(NameOf))}";
    }

    private static string? NewFile(string value, Action<string> assign)
    {
        string path = value.Length == 0 ? "" : Path.GetFullPath(value);
        if (path.Length == 0 || Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            return $"'{value}' is not the path of a file";
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return $"there is no folder '{Path.GetDirectoryName(path)}'";
        assign(path);
        return null;
    }

    private static string SizeText(long bytes) => bytes % (Kibi * Kibi) == 0 ? $"{bytes / (Kibi * Kibi)}MiB" : $"{bytes / Kibi}KiB";

    private static string? Size(string value, Action<long> assign)
    {
        (string Unit, long Bytes) unit = Array.Find([("KiB", Kibi), ("MiB", Kibi * Kibi), ("GiB", Kibi * Kibi * Kibi)], known => value.EndsWith(known.Item1, StringComparison.Ordinal));
        if (unit.Unit is null || !long.TryParse(value[..^unit.Unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long amount)
            || amount > LargestSize / unit.Bytes || amount * unit.Bytes < LeastSize)
            return $"'{value}' is not a size from 64KiB to 1GiB, for example 20MiB";
        assign(amount * unit.Bytes);
        return null;
    }

    private static string? Number(string value, Action<int> assign)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > AccessLogOptions.MostKept)
            return $"'{value}' is not a number from 0 to {AccessLogOptions.MostKept}";
        assign(number);
        return null;
    }

    private static string? Rule(string value, Action<RuleNode> assign)
    {
        RuleReading reading = RuleReader.Read(value);
        if (reading.Rule is { } rule)
        {
            assign(rule);
            return null;
        }

        return $"'{value}': {string.Join("; ", reading.Problems.Select(problem => $"column {problem.Index + 1}: {problem.Message}{(problem.Fix is null ? "" : $" ({problem.Fix})")}"))}";
    }

    private static string? Fraction(string value, Action<double> assign)
    {
        if (!FractionText.TryParse(value, out double fraction) || fraction == 0)
            return $"'{value}' is not a part such as 0.1 or 1/10, above 0 and at most 1";
        assign(fraction);
        return null;
    }
}
