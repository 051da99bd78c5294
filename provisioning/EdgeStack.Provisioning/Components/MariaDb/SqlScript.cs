using System.Text;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>Statements on a node, by Debian's client: root, over the Unix socket, without any configuration of root's own.</summary>
internal static class SqlScript
{
    /// <summary>What a question ends with where MariaDB is not installed.</summary>
    public const int NotInstalled = 3;

    private const string Client = "mariadb --no-defaults --batch --skip-column-names --raw --default-character-set=utf8mb4";

    // SqlText's quotes are those of this mode, whatever the server's is.
    private const string Session = "SET SESSION sql_mode = '';\n";

    /// <summary>A question; its answer is one row a line, columns between tabs, nothing escaped.</summary>
    /// <param name="sql">Statements of ours, without any secret.</param>
    /// <param name="options">Further options of the client.</param>
    public static FactQuery.Command Query(string sql, string options = "") =>
        new($"command -v mariadb >/dev/null || exit {NotInstalled}; {Client} {options} <<'end'\n{Session}{sql}\nend\n");

    /// <summary>Statements that change something; the first that fails is the last.</summary>
    /// <param name="what">For messages.</param>
    /// <param name="statements">Without their semicolons. They go over standard input, and may hold hashes of passwords.</param>
    public static NodeAction.Run Run(string what, IEnumerable<string> statements) => new(what, ReadsInput)
    {
        Input = [.. Encoding.UTF8.GetBytes(Session + string.Concat(statements.Select(statement => $"{statement};\n")))],
    };

    /// <summary>The same as a text of shell that takes something back. No secret is in it: it stands in the journal.</summary>
    public static string Undo(IEnumerable<string> statements) =>
        $"printf %s {ShellText.Quote(Session + string.Concat(statements.Select(statement => $"{statement};\n")))} | {Client} >/dev/null";

    // A server repeats the part of a statement that it does not understand, and what it says is logged.
    private const string ReadsInput =
        $"said=$(mktemp /run/edgestack-sql.XXXXXXXX); code=0; {Client} >/dev/null 2>\"$said\" || code=$?; sed 's/\\*[0-9A-F]\\{{8,40\\}}/***/g' \"$said\" >&2; rm -f \"$said\"; exit $code";
}
