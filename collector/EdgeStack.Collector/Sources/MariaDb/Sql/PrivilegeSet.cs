using System.Collections.Immutable;

namespace EdgeStack.Collector.Sources.MariaDb.Sql;

/// <summary>What an account may do, from the lines of SHOW GRANTS. What cannot be read there counts as not granted.</summary>
internal sealed class PrivilegeSet
{
    private const string All = "ALL PRIVILEGES", Everything = "*";

    private readonly ImmutableArray<Grant> _grants;

    private PrivilegeSet(ImmutableArray<Grant> grants) => _grants = grants;

    public static PrivilegeSet None { get; } = new([]);

    /// <param name="lines"><c>GRANT PROCESS, SELECT ON `shop`.* TO `someone`@`localhost`</c>; the grant of a role has no ON and says nothing here.</param>
    public static PrivilegeSet Read(IEnumerable<string> lines) => new([.. lines.Select(Read).OfType<Grant>()]);

    /// <summary>Whether the account has a privilege on all that a schema holds.</summary>
    /// <param name="privilege">In capitals: <c>SLAVE MONITOR</c>.</param>
    /// <param name="schema">Its name, or <c>*</c> for all.</param>
    public bool Has(string privilege, string schema = Everything) => Has(privilege, schema, Everything);

    /// <summary>Whether the account has a privilege on a table.</summary>
    public bool Has(string privilege, string schema, string table) => _grants.Any(grant =>
        (grant.Schema == Everything || Matches(grant.Schema, schema))
        && (grant.Table == Everything || grant.Table == table)
        && (grant.Privileges.Contains(privilege) || grant.Privileges.Contains(All)));

    private static Grant? Read(string line)
    {
        const string Begins = "GRANT ";
        if (!line.StartsWith(Begins, StringComparison.Ordinal))
            return null;
        int on = Find(line, " ON ", Begins.Length);
        int to = on < 0 ? -1 : Find(line, " TO ", on);
        if (to < 0)
            return null;
        string place = line[(on + 4)..to];
        int dot = Find(place, ".", 0);
        return dot < 0 ? null : new Grant(Privileges(line[Begins.Length..on]), Name(place[..dot]), Name(place[(dot + 1)..]));
    }

    /// <summary>Privileges without those on some columns only, which are not enough for us.</summary>
    private static ImmutableHashSet<string> Privileges(string list)
    {
        ImmutableHashSet<string>.Builder privileges = ImmutableHashSet.CreateBuilder<string>(StringComparer.OrdinalIgnoreCase);
        int depth = 0, start = 0;
        for (int i = 0; i <= list.Length; i++)
        {
            char letter = i < list.Length ? list[i] : ',';
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (letter != ',' || depth > 0)
                continue;
            string privilege = list[start..i].Trim();
            if (!privilege.Contains('(', StringComparison.Ordinal))
                privileges.Add(privilege);
            start = i + 1;
        }

        return privileges.ToImmutable();
    }

    /// <summary>Where a text stands outside of quotes.</summary>
    private static int Find(string line, string text, int from)
    {
        char quote = '\0';
        for (int i = from; i < line.Length; i++)
        {
            if (quote == '\0' && string.CompareOrdinal(line, i, text, 0, text.Length) == 0)
                return i;
            if (quote == '\0' && line[i] is '`' or '\'' or '"')
                quote = line[i];
            else if (line[i] == quote)
                quote = '\0';
        }

        return -1;
    }

    private static string Name(string text) => text.Trim('`', '"', '\'').Replace("``", "`", StringComparison.Ordinal);

    /// <summary>Whether a name is meant by a grant on a schema, in which % and _ stand for others unless a backslash is before them.</summary>
    private static bool Matches(string pattern, string name)
    {
        if (name == Everything)
            return pattern == "%";
        int p = 0, n = 0, star = -1, from = 0;
        while (n < name.Length)
        {
            bool isEscaped = p + 1 < pattern.Length && pattern[p] == '\\';
            if (!isEscaped && p < pattern.Length && pattern[p] == '%')
                (star, from) = (p++, n);
            else if (p < pattern.Length && (isEscaped ? pattern[p + 1] == name[n] : pattern[p] == '_' || pattern[p] == name[n]))
                (p, n) = (p + (isEscaped ? 2 : 1), n + 1);
            else if (star >= 0)
                (p, n) = (star + 1, ++from);
            else
                return false;
        }

        return pattern[p..].All(letter => letter == '%');
    }

    private sealed record Grant(ImmutableHashSet<string> Privileges, string Schema, string Table);
}
