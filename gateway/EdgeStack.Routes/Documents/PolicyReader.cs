using System.Globalization;
using EdgeStack.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Upstreams;
using YamlDotNet.RepresentationModel;

namespace EdgeStack.Routes.Documents;

/// <summary>Reads the fields of a route that say how its upstream is reached.</summary>
/// <param name="fields">The route.</param>
/// <param name="report">Takes what is wrong: where, what, and what to write instead.</param>
/// <param name="unknown">The same for keys that a later version may know.</param>
internal sealed class PolicyReader(YamlMappingNode fields, Action<YamlNode, string, string?> report, Action<YamlNode, string, string?> unknown)
{
    private const int MostAttempts = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(5);

    public UpstreamPolicy Read()
    {
        UpstreamPolicy policy = UpstreamPolicy.Default;
        policy = policy with { Scheme = ReadScheme(), PassHost = ReadFlag(fields, RouteFields.PassHost) ?? true };
        if (Mapping(RouteFields.Timeouts, ["connect", "request", "idle"], "{ connect: 5s, request: 60s, idle: 10m }") is { } timeouts)
            policy = ReadTimeouts(policy, timeouts);
        if (Mapping(RouteFields.Retry, ["attempts", "holdFor"], "{ attempts: 2, holdFor: 5s }") is { } retry)
            policy = ReadRetry(policy, retry);
        if (Mapping(RouteFields.Health, ["path", "interval", "timeout", "hostname"], "{ path: /healthz, interval: 10s }") is { } health)
            policy = policy with { Health = ReadHealth(health) };
        return policy;
    }

    private UpstreamScheme ReadScheme()
    {
        if (Child(fields, RouteFields.Scheme) is not { } node)
            return UpstreamScheme.ByPort;
        switch ((node as YamlScalarNode)?.Value)
        {
            case SchemeNames.Http:
                return UpstreamScheme.Http;
            case SchemeNames.Https:
                return UpstreamScheme.Https;
            case SchemeNames.H2c:
                return UpstreamScheme.H2c;
            default:
                string written = (node as YamlScalarNode)?.Value ?? "";
                report(node, $"scheme '{written}' is none of http, https, h2c", NearestName.Suggestion(written, SchemeNames.All));
                return UpstreamScheme.ByPort;
        }
    }

    private UpstreamPolicy ReadTimeouts(UpstreamPolicy policy, YamlMappingNode timeouts)
    {
        policy = policy with
        {
            ConnectTimeout = Duration(timeouts, "connect", Longest) ?? policy.ConnectTimeout,
            RequestTimeout = OrNone(Duration(timeouts, "request", Longest)) ?? policy.RequestTimeout,
        };
        if (policy.ConnectTimeout == TimeSpan.Zero)
            report(timeouts, "timeouts: a connection without a time-out would hold requests for ever", "write 'connect: 5s'");
        TimeSpan shortest = Comparable(policy.RequestTimeout);
        TimeSpan? idle = OrNone(Duration(timeouts, "idle", Longest));
        if (idle is { } written && Comparable(written) < shortest)
            report(timeouts, "timeouts: 'idle' ends a request that 'request' would still wait for", "make 'idle' at least as long as 'request', whose default is 60s");
        return policy with { IdleTimeout = idle ?? (Comparable(policy.IdleTimeout) < shortest ? policy.RequestTimeout : policy.IdleTimeout) };
    }

    private UpstreamPolicy ReadRetry(UpstreamPolicy policy, YamlMappingNode retry)
    {
        if (Child(retry, "attempts") is { } node)
        {
            if (node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int attempts) && attempts is >= 1 and <= MostAttempts)
                policy = policy with { Attempts = attempts };
            else
                report(node, $"retry: 'attempts' is not a whole number from 1 to {MostAttempts}", "1 is the first attempt alone");
        }

        return policy with { HoldFor = Duration(retry, "holdFor", LongestHold) ?? policy.HoldFor };
    }

    private HealthCheck? ReadHealth(YamlMappingNode health)
    {
        if (Child(health, "path") is not { } node)
        {
            report(health, "'health' does not say what to ask for", "add 'path: /healthz'");
            return null;
        }

        string path = (node as YamlScalarNode)?.Value ?? "";
        if (!path.StartsWith('/') || !path.All(c => c is > ' ' and < '\x7f' and not '#'))
            report(node, $"health: '{path}' is not a path", "write a path that begins with '/', other characters than ASCII percent-encoded");
        HealthCheck check = new(path);
        check = check with
        {
            Interval = Duration(health, "interval", LongestInterval) ?? check.Interval,
            Timeout = Duration(health, "timeout", LongestInterval) ?? check.Timeout,
            HostName = ReadHostName(health),
        };
        if (check.Interval < ShortestInterval)
            report(health, "health: more than ten questions a second would be a load of their own", "write 'interval: 10s'");
        if (check.Timeout == TimeSpan.Zero)
            report(health, "health: 'timeout' leaves no time for an answer", "write 'timeout: 5s'");
        return check;
    }

    private string? ReadHostName(YamlMappingNode health)
    {
        if (Child(health, "hostname") is not { } node)
            return null;
        string name = (node as YamlScalarNode)?.Value ?? "";
        if (Uri.CheckHostName(name) is UriHostNameType.Dns && name.All(char.IsAscii))
            return name;
        report(node, $"health: '{name}' is not a host name", "write the Host that the endpoints expect, without port");
        return null;
    }

    private static TimeSpan Comparable(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout;

    private static TimeSpan? OrNone(TimeSpan? timeout) => timeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout;

    private TimeSpan? Duration(YamlMappingNode of, string key, TimeSpan longest)
    {
        if (Child(of, key) is not { } node)
            return null;
        string written = (node as YamlScalarNode)?.Value ?? "";
        if (GoDuration.TryParse(written, out TimeSpan duration) && duration <= longest)
            return duration;
        report(node, $"'{key}' is not a duration such as 500ms, 5s or 2m, at most {longest.TotalMinutes.ToString(CultureInfo.InvariantCulture)}m", null);
        return null;
    }

    private bool? ReadFlag(YamlMappingNode of, string key)
    {
        if (Child(of, key) is not { } node)
            return null;
        if (node is YamlScalarNode { Value: "true" or "false" } scalar)
            return scalar.Value == "true";
        report(node, $"'{key}' is neither true nor false", null);
        return null;
    }

    private YamlMappingNode? Mapping(string field, string[] keys, string example)
    {
        if (Child(fields, field) is not { } node)
            return null;
        if (node is not YamlMappingNode mapping)
        {
            report(node, $"'{field}' is a mapping", $"write '{field}: {example}'");
            return null;
        }

        foreach (YamlNode key in mapping.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? "";
            if (!keys.Contains(name, StringComparer.Ordinal))
                unknown(key, $"unknown key '{name}' in '{field}'", NearestName.Suggestion(name, keys) ?? $"known keys: {string.Join(", ", keys)}");
        }

        return mapping;
    }

    private static YamlNode? Child(YamlMappingNode of, string key) => of.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;
}
