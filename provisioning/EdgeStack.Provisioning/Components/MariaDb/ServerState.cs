using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>What is in a server: databases, accounts and what they may do.</summary>
/// <param name="Databases">Their names.</param>
/// <param name="Accounts">All of them, roles not.</param>
/// <param name="OpenPatterns">Databases, as patterns, in which everybody or somebody without a name may do something.</param>
/// <param name="TestObjects">How many tables, routines and events are in the database test.</param>
internal sealed record ServerState(FrozenSet<string> Databases, ImmutableArray<AccountFact> Accounts, ImmutableArray<(string User, string Host, string Pattern)> OpenPatterns, int TestObjects)
{
    // One question for all steps. Rows are JSON: names may hold anything. A server that has gone back to one way to log in keeps a list of one.
    private const string Sql = """
        SELECT JSON_OBJECT('kind', 'account', 'user', User, 'host', Host, 'plugin', IF(JSON_LENGTH(Priv, '$.auth_or') > 1, '', JSON_VALUE(Priv, '$.plugin')),
          'digest', SHA2(COALESCE(JSON_VALUE(Priv, '$.authentication_string'), ''), 256), 'tls', COALESCE(JSON_VALUE(Priv, '$.ssl_type'), '0'),
          'connections', COALESCE(JSON_VALUE(Priv, '$.max_user_connections'), '0'))
          FROM mysql.global_priv WHERE JSON_VALUE(Priv, '$.is_role') IS NULL;
        SELECT JSON_OBJECT('kind', 'database', 'name', SCHEMA_NAME) FROM information_schema.SCHEMATA;
        SELECT JSON_OBJECT('kind', 'grant', 'to', GRANTEE, 'privilege', PRIVILEGE_TYPE, 'option', IS_GRANTABLE) FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE <> 'USAGE' OR IS_GRANTABLE = 'YES';
        SELECT JSON_OBJECT('kind', 'grant', 'to', GRANTEE, 'database', TABLE_SCHEMA, 'privilege', PRIVILEGE_TYPE, 'option', IS_GRANTABLE) FROM information_schema.SCHEMA_PRIVILEGES;
        SELECT JSON_OBJECT('kind', 'grant', 'to', GRANTEE, 'database', TABLE_SCHEMA, 'table', TABLE_NAME, 'privilege', PRIVILEGE_TYPE, 'option', IS_GRANTABLE) FROM information_schema.TABLE_PRIVILEGES;
        SELECT JSON_OBJECT('kind', 'open', 'user', User, 'host', Host, 'pattern', Db) FROM mysql.db WHERE User = '' OR (User = 'PUBLIC' AND Db LIKE 'test%');
        SELECT JSON_OBJECT('kind', 'test', 'objects', (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'test')
          + (SELECT COUNT(*) FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = 'test') + (SELECT COUNT(*) FROM information_schema.EVENTS WHERE EVENT_SCHEMA = 'test'));
        """;

    public static FactQuery.Command Query { get; } = SqlScript.Query(Sql);

    /// <summary>Null when the server is not there or does not answer.</summary>
    /// <exception cref="FormatException">It answers with something else.</exception>
    public static ServerState? Parse(FactAnswer answer)
    {
        if (answer.ExitCode != 0)
            return null;
        HashSet<string> databases = new(StringComparer.Ordinal);
        List<AccountFact> accounts = [];
        List<(string, string, string)> open = [];
        Dictionary<string, Dictionary<string, SortedSet<string>>> grants = new(StringComparer.Ordinal);
        int objects = 0;
        try
        {
            foreach (string line in answer.Lines)
            {
                using JsonDocument document = JsonDocument.Parse(line);
                JsonElement row = document.RootElement;
                switch (Text(row, "kind"))
                {
                    case "account":
                        accounts.Add(new AccountFact(Text(row, "user"), Text(row, "host"), Text(row, "plugin"), Text(row, "digest"), Text(row, "tls") == "1", Number(row, "connections")));
                        break;
                    case "database":
                        databases.Add(Text(row, "name"));
                        break;
                    case "grant":
                        AddGrant(grants, row);
                        break;
                    case "open":
                        open.Add((Text(row, "user"), Text(row, "host"), Text(row, "pattern")));
                        break;
                    case "test":
                        objects = row.GetProperty("objects").GetInt32();
                        break;
                }
            }
        }
        catch (Exception foreign) when (foreign is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("MariaDB answers with something else than its accounts", foreign);
        }

        return new ServerState(databases.ToFrozenSet(StringComparer.Ordinal), [.. accounts.Select(account => account with { Grants = Of(grants, account) })], [.. open], objects);
    }

    public AccountFact? Account(string name, string host) => Accounts.FirstOrDefault(account => account.Name == name && account.Host == host);

    private static void AddGrant(Dictionary<string, Dictionary<string, SortedSet<string>>> grants, JsonElement row)
    {
        string on = !row.TryGetProperty("database", out JsonElement database) ? Grant.Everywhere
            : $"{SqlText.Name(database.GetString()!)}.{(row.TryGetProperty("table", out JsonElement table) ? SqlText.Name(table.GetString()!) : "*")}";
        string to = Text(row, "to");
        if (!grants.TryGetValue(to, out Dictionary<string, SortedSet<string>>? places))
            grants[to] = places = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        if (!places.TryGetValue(on, out SortedSet<string>? privileges))
            places[on] = privileges = new SortedSet<string>(StringComparer.Ordinal);
        if (Text(row, "privilege") is not "USAGE" and var privilege)
            privileges.Add(privilege);
        if (Text(row, "option") == "YES")
            privileges.Add(GrantChange.GrantOption);
    }

    // information_schema writes both parts between quotes and escapes nothing.
    private static ImmutableDictionary<string, ImmutableSortedSet<string>> Of(Dictionary<string, Dictionary<string, SortedSet<string>>> grants, AccountFact account) =>
        grants.TryGetValue($"'{account.Name}'@'{account.Host}'", out Dictionary<string, SortedSet<string>>? places)
            ? places.ToImmutableDictionary(place => place.Key, place => place.Value.ToImmutableSortedSet(StringComparer.Ordinal), StringComparer.Ordinal)
            : ImmutableDictionary<string, ImmutableSortedSet<string>>.Empty;

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static int Number(JsonElement row, string name) => int.TryParse(Text(row, name), out int number) ? number : 0;
}
