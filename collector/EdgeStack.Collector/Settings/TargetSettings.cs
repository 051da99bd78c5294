using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Pages;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.Probes;
using EdgeStack.Collector.Sources.Scraped;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Settings;

/// <summary>The settings of what is scraped and of what is tried from outside.</summary>
internal static class TargetSettings
{
    private const char Between = '|';

    public static readonly ImmutableArray<Setting<CollectorOptions>> All =
    [
        new("scrape.targets", "NAME URL FIELDS", "An endpoint of another program whose metrics stand on our pages: a name, its URL, then fields between blanks: every, timeout, tokenFile, caFile, page=node, db or k8s, "
            + "families=a|b* (default all), label.NAME=VALUE, honorLabels, allowLinkLocal. May be given several times.",
            o => string.Join(',', o.Scraped.Targets.Select(target => target.Name)), Target, IsList: true),
        new("probes.targets", "NAME KIND TARGET FIELDS", "Something that is tried from outside: a name, http, tcp, certificate or dns, a URL or host:port, then fields between blanks: every, timeout, caFile, host, status=200|301, "
            + "redirects, contains, publicHost, dnsName, dnsType. May be given several times.",
            o => string.Join(',', o.Probes.Targets.Select(probe => probe.Name)), Probe, IsList: true),
        new("probes.gateway.adminUrl", "URL", "Admin API of the gateway, whose public hosts are tried. Without it none are.",
            o => o.Probes.Gateway.AdminUrl?.ToString() ?? "", (o, v) => Url(v, url => o.Probes.Gateway.AdminUrl = url)),
        new("probes.gateway.adminTokenFile", "FILE", "File with the bearer token of the admin API.",
            o => o.Probes.Gateway.AdminTokenFile ?? "", (o, v) => SettingText.ExistingFile(v, file => o.Probes.Gateway.AdminTokenFile = file)),
        new("probes.gateway.url", "URL", "Public listener of the gateway, to try its hosts without the way through the internet as well.",
            o => o.Probes.Gateway.Url?.ToString() ?? "", (o, v) => Url(v, url => o.Probes.Gateway.Url = url)),
        new("probes.gateway.public", "true|false", "Try the hosts by their public URLs, https://HOST/.",
            o => o.Probes.Gateway.Public ? "true" : "false", (o, v) => SettingText.Flag(v, flag => o.Probes.Gateway.Public = flag)),
        new("probes.gateway.path", "PATH", "What is asked for.",
            o => o.Probes.Gateway.Path, (o, v) => SettingText.NotEmpty(v, path => o.Probes.Gateway.Path = path)),
        new("probes.gateway.exclude", "HOST", "Hosts that are not tried. May be given several times.",
            o => string.Join(',', o.Probes.Gateway.Exclude), (o, v) => SettingText.NotEmpty(v, host => o.Probes.Gateway.Exclude = [.. o.Probes.Gateway.Exclude, host]), IsList: true),
        new("probes.gateway.every", "DURATION", "From one try of the hosts to the next.",
            o => DurationText.Of(o.Probes.Gateway.Every), (o, v) => DurationText.Read(v, span => o.Probes.Gateway.Every = span)),
    ];

    /// <summary>What is wrong with targets as a whole.</summary>
    public static IEnumerable<string> Complete(CollectorOptions options) => options.Scraped.Problems().Concat(options.Probes.Problems());

    private static string? Target(CollectorOptions options, string value)
    {
        ScrapedTargetOptions target = new();
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        Dictionary<string, Func<string, string, string?>> fields = new(StringComparer.Ordinal)
        {
            ["every"] = (_, text) => DurationText.Read(text, span => target.Every = span),
            ["timeout"] = (_, text) => DurationText.Read(text, span => target.Timeout = span),
            ["tokenFile"] = (_, text) => SettingText.ExistingFile(text, file => target.TokenFile = file),
            ["caFile"] = (_, text) => SettingText.ExistingFile(text, file => target.CaFile = file),
            ["page"] = (_, text) => Page(text, page => target.Page = page),
            ["families"] = (_, text) => SettingText.NotEmpty(text, families => target.Families = families.Split(Between)),
            ["label."] = (name, text) =>
            {
                labels[name] = text;
                return null;
            },
            ["honorLabels"] = (_, text) => SettingText.Flag(text, flag => target.HonorLabels = flag),
            ["allowLinkLocal"] = (_, text) => SettingText.Flag(text, flag => target.AllowLinkLocal = flag),
        };
        string? wrong = FieldText.Read(value, ["NAME", "URL"], fields, words =>
        {
            target.Name = words[0];
            return Url(words[1], url => target.Url = url);
        });
        if (wrong is not null)
            return wrong;
        target.Labels = labels;
        options.Scraped.Targets = [.. options.Scraped.Targets, target];
        return null;
    }

    private static string? Probe(CollectorOptions options, string value)
    {
        ProbeOptions probe = new();
        Dictionary<string, Func<string, string, string?>> fields = new(StringComparer.Ordinal)
        {
            ["every"] = (_, text) => DurationText.Read(text, span => probe.Every = span),
            ["timeout"] = (_, text) => DurationText.Read(text, span => probe.Timeout = span),
            ["caFile"] = (_, text) => SettingText.ExistingFile(text, file => probe.CaFile = file),
            ["host"] = (_, text) => SettingText.NotEmpty(text, host => probe.HostHeader = host),
            ["status"] = (_, text) => Statuses(text, statuses => probe.Status = statuses),
            ["redirects"] = (_, text) => Number(text, number => probe.Redirects = number),
            ["contains"] = (_, text) => SettingText.NotEmpty(text, content => probe.Contains = content),
            ["publicHost"] = (_, text) => SettingText.NotEmpty(text, host => probe.PublicHost = host),
            ["dnsName"] = (_, text) => SettingText.NotEmpty(text, name => probe.DnsName = name),
            ["dnsType"] = (_, text) => SettingText.OneOf<DnsType>(text, type => probe.DnsType = type),
        };
        string? wrong = FieldText.Read(value, ["NAME", "KIND", "TARGET"], fields, words =>
        {
            (probe.Name, probe.Target) = (words[0], words[2]);
            return SettingText.OneOf<ProbeKind>(words[1], kind => probe.Kind = kind);
        });
        if (wrong is null)
            options.Probes.Targets = [.. options.Probes.Targets, probe];
        return wrong;
    }

    private static string? Url(string value, Action<Uri> assign)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https"))
        {
            // What stands before a host may be a password, and what stands behind a path a key.
            bool isSecret = value.AsSpan().IndexOfAny('@', '?') >= 0;
            return $"{(isSecret ? "the URL" : $"'{value}'")} does not begin with http:// or https://";
        }

        assign(url);
        return null;
    }

    private static string? Page(string value, Action<ScrapePage> assign)
    {
        foreach (ScrapePage page in Enum.GetValues<ScrapePage>())
        {
            if (PageEndpoints.PathOf(page) != $"/metrics/{value}")
                continue;
            assign(page);
            return null;
        }

        return $"'{value}' is not one of node, db, k8s";
    }

    private static string? Statuses(string value, Action<IReadOnlyList<int>> assign)
    {
        List<int> statuses = [];
        foreach (string text in value.Split(Between))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int status) || status is < 100 or > 599)
                return $"'{text}' is not a status from 100 to 599";
            statuses.Add(status);
        }

        assign(statuses);
        return null;
    }

    private static string? Number(string value, Action<int> assign)
    {
        const int Most = 100;
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > Most)
            return $"'{value}' is not a number from 0 to {Most}";
        assign(number);
        return null;
    }
}
