using System.Globalization;
using System.Text;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.Kernel;

/// <summary>Which distribution the machine has, of its /etc/os-release.</summary>
internal sealed class OperatingSystemRelease : IHostReading
{
    private static readonly string[] Files = ["etc/os-release", "usr/lib/os-release"];

    private static readonly string[] Keys =
        ["BUILD_ID", "ID", "ID_LIKE", "IMAGE_ID", "IMAGE_VERSION", "NAME", "PRETTY_NAME", "VARIANT", "VARIANT_ID", "VERSION", "VERSION_CODENAME", "VERSION_ID"];

    private static readonly Family Release = Family.Gauge("node_os_info", "1, with what /etc/os-release says.", [.. Keys.Select(key => key.ToLowerInvariant())]);
    private static readonly Family Version = Family.Gauge("node_os_version", "The distribution's version as far as it is a number, such as 24.04.", "id", "id_like", "name");
    private static readonly Family SupportEnd = Family.Gauge("node_os_support_end_timestamp_seconds", "When the distribution is no longer looked after, in seconds since 1970.");

    public string Name => "os";

    public TimeSpan Every { get; } = TimeSpan.FromMinutes(10);

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        // The first is most often a link to the second, and may lead nowhere where the machine's root is seen from outside.
        (string path, string? text) = Files.Select(roots.Resolved).Select(path => (path, KernelFile.Read(path))).FirstOrDefault(file => file.Item2 is not null);
        if (text is null)
            return new SourceOutcome.Absent("there is no /etc/os-release");
        Dictionary<string, string> facts = Parse(text);
        samples.Add(Release, 1, [.. Keys.Select(key => facts.GetValueOrDefault(key, ""))]);
        if (Number(facts.GetValueOrDefault("VERSION_ID", "")) is > 0 and var version)
            samples.Add(Version, version, facts.GetValueOrDefault("ID", ""), facts.GetValueOrDefault("ID_LIKE", ""), facts.GetValueOrDefault("NAME", ""));
        if (facts.TryGetValue("SUPPORT_END", out string? end))
            AddSupportEnd(path, end, samples);
        return SourceOutcome.Ok;
    }

    /// <summary>Assignments as a shell reads them, without any substitution; later ones win, and lines that are none are passed over.</summary>
    internal static Dictionary<string, string> Parse(string text)
    {
        Dictionary<string, string> facts = [];
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && line[0] != '#')
                facts[line[..sign].Trim()] = Unquoted(line[(sign + 1)..].Trim());
        }

        return facts;
    }

    private static string Unquoted(string value)
    {
        char quote = value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[0] : '\0';
        if (quote == '\0')
            return value;
        string inside = value[1..^1];
        if (quote == '\'')
            return inside;
        StringBuilder text = new();
        for (int i = 0; i < inside.Length; i++)
        {
            // Between these quotes a backslash takes the meaning from four letters only.
            if (inside[i] == '\\' && i + 1 < inside.Length && inside[i + 1] is '"' or '\\' or '$' or '`')
                i++;
            text.Append(inside[i]);
        }

        return text.ToString();
    }

    /// <summary>The number at the beginning: 22.04 of <c>22.04.3</c>.</summary>
    private static double? Number(string version)
    {
        string[] parts = version.Split('.');
        string major = Digits(parts[0]);
        string minor = parts.Length > 1 && major.Length == parts[0].Length ? Digits(parts[1]) : "";
        return double.TryParse($"{major}.{minor}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && major.Length > 0 ? number : null;
    }

    private static string Digits(string text) => new([.. text.TakeWhile(char.IsAsciiDigit)]);

    private static void AddSupportEnd(string path, string end, SampleWriter samples)
    {
        if (DateTimeOffset.TryParseExact(end, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset day))
            samples.Add(SupportEnd, day.ToUnixTimeSeconds());
        else
            samples.Report($"{path}: SUPPORT_END '{KernelFile.Shortened(end)}' is not a date");
    }
}
