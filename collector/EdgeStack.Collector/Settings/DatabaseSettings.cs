using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Collector.Sources.MariaDb;
using EdgeStack.Hosting.Settings;

namespace EdgeStack.Collector.Settings;

/// <summary>The settings of the role <c>database</c>.</summary>
internal static class DatabaseSettings
{
    public static readonly ImmutableArray<Setting<CollectorOptions>> All =
    [
        new("databases.servers", "NAME FIELDS", "A MariaDB server: a name, then fields between blanks: address=HOST:PORT or socket=FILE, user, passwordFile, tls=off, preferred, required, verifyAuthority or verifyHost, caFile, "
            + "certificateFile, keyFile. May be given several times; with several, their series have the label server.",
            o => string.Join(',', o.Databases.Servers.Select(server => server.Name)), Server, IsList: true),
        new("databases.every", "DURATION", "From one reading of status, variables and replication to the next.",
            o => DurationText.Of(o.Databases.Every), (o, v) => Period(v, span => o.Databases.Every = span)),
        new("databases.everySlow", "DURATION", "The same for what is slow: sizes, statements, accounts.",
            o => DurationText.Of(o.Databases.EverySlow), (o, v) => Period(v, span => o.Databases.EverySlow = span)),
        new("databases.tableSizes", "true|false", "Sizes of tables and schemas; needs SELECT on all of them, and opens every table.",
            o => Text(o.Databases.TableSizes), (o, v) => SettingText.Flag(v, flag => o.Databases.TableSizes = flag)),
        new("databases.autoIncrement", "true|false", "How far columns that number themselves are; needs SELECT on all tables.",
            o => Text(o.Databases.AutoIncrement), (o, v) => SettingText.Flag(v, flag => o.Databases.AutoIncrement = flag)),
        new("databases.digests", "true|false", "The most expensive statements, where performance_schema is on; needs SELECT on it.",
            o => Text(o.Databases.Digests), (o, v) => SettingText.Flag(v, flag => o.Databases.Digests = flag)),
        new("databases.waits", "true|false", "What tables, indexes, locks, files and memory cost, the first 20 of each, and the sums of all statements, where performance_schema is on; needs SELECT on it.",
            o => Text(o.Databases.Waits), (o, v) => SettingText.Flag(v, flag => o.Databases.Waits = flag)),
        new("databases.statistics", "true|false", "What each account, client and schema did, where userstat is on.",
            o => Text(o.Databases.Statistics), (o, v) => SettingText.Flag(v, flag => o.Databases.Statistics = flag)),
        new("databases.tableStatistics", "true|false", "The same for each table.",
            o => Text(o.Databases.TableStatistics), (o, v) => SettingText.Flag(v, flag => o.Databases.TableStatistics = flag)),
        new("databases.innodbMetrics", "true|false", "InnoDB's own counters, a few hundred series.",
            o => Text(o.Databases.InnodbMetrics), (o, v) => SettingText.Flag(v, flag => o.Databases.InnodbMetrics = flag)),
        new("databases.innodbTablespaces", "true|false", "Sizes of InnoDB's files, three series for each table.",
            o => Text(o.Databases.InnodbTablespaces), (o, v) => SettingText.Flag(v, flag => o.Databases.InnodbTablespaces = flag)),
        new("databases.engineStatus", "true|false", "Queries inside InnoDB, from its report.",
            o => Text(o.Databases.EngineStatus), (o, v) => SettingText.Flag(v, flag => o.Databases.EngineStatus = flag)),
        new("databases.heartbeatTable", "SCHEMA.TABLE", "The table of pt-heartbeat, for example heartbeat.heartbeat. Not read when not set.",
            o => o.Databases.HeartbeatTable ?? "", Heartbeat),
    ];

    /// <summary>What is wrong with the role as a whole.</summary>
    public static IEnumerable<string> Complete(CollectorOptions options)
    {
        if (options.Roles.Contains(Role.Database) && options.Databases.Servers.Count == 0)
            yield return "roles: database needs databases.servers, for example 'main socket=/run/mysqld/mysqld.sock user=edgestack'";
        if (!options.Roles.Contains(Role.Database) && options.Databases.Servers.Count > 0)
            yield return $"databases.servers: nobody reads '{options.Databases.Servers[0].Name}' without the role database; did you mean roles '{string.Join(',', options.Roles.Append(Role.Database).Order().Select(role => role.ToString().ToLowerInvariant()))}'?";
        foreach (IGrouping<string, MariaDbServerOptions> same in options.Databases.Servers.GroupBy(server => server.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return $"databases.servers: two servers are called '{same.Key}'; give each a name of its own";
    }

    private static string? Server(CollectorOptions options, string value)
    {
        MariaDbServerOptions server = new();
        Dictionary<string, Func<string, string, string?>> fields = new(StringComparer.Ordinal)
        {
            ["address"] = (_, text) => Address(text, address => server.Address = address),
            ["socket"] = (_, text) => SettingText.NotEmpty(text, socket => server.Socket = socket),
            ["user"] = (_, text) => SettingText.NotEmpty(text, user => server.User = user),
            ["passwordFile"] = (_, text) => SettingText.ExistingFile(text, file => server.PasswordFile = file),
            ["tls"] = (_, text) => SettingText.OneOf<MariaDbTls>(text, tls => server.Tls = tls),
            ["caFile"] = (_, text) => SettingText.ExistingFile(text, file => server.TlsAuthorityFile = file),
            ["certificateFile"] = (_, text) => SettingText.ExistingFile(text, file => server.TlsCertificateFile = file),
            ["keyFile"] = (_, text) => SettingText.ExistingFile(text, file => server.TlsKeyFile = file),
        };
        if (FieldText.Read(value, ["NAME"], fields, words => Name(words[0], name => server.Name = name)) is { } wrong)
            return wrong;
        options.Databases.Servers.Add(server);
        return null;
    }

    // A URL is no name, and may have a password in it: it is not repeated.
    private static string? Name(string value, Action<string> assign)
    {
        if (value.AsSpan().ContainsAny(":/@?"))
            return "the name of a server has none of : / @ ?; where it is comes after it, as in main address=10.0.0.2:3306";
        assign(value);
        return null;
    }

    private static string? Address(string value, Action<string> assign)
    {
        string[] sides = value.Split(':');
        if (sides[0].Length == 0 || sides.Length > 2 || (sides.Length == 2 && !ushort.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return $"'{value}' is not of the form host or host:port";
        assign(value);
        return null;
    }

    private static string? Heartbeat(CollectorOptions options, string value)
    {
        if (value.Split('.') is not [{ Length: > 0 }, { Length: > 0 }])
            return $"'{value}' is not of the form schema.table";
        options.Databases.HeartbeatTable = value;
        return null;
    }

    private static string? Period(string value, Action<TimeSpan> assign)
    {
        // A reading may take 14 s.
        if (!DurationText.TryParse(value, out TimeSpan period) || period < TimeSpan.FromSeconds(15))
            return $"'{value}' is not a duration from 15s to an hour";
        assign(period);
        return null;
    }

    private static string Text(bool flag) => flag ? "true" : "false";
}
