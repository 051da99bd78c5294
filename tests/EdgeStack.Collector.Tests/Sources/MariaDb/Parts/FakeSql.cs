using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Parts;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Tests.Sources.MariaDb.Parts;

/// <summary>A server that knows the answers to some queries, by a word in them. Tables are lines with <c>|</c> between columns, the first with their names; NULL is NULL; <c>ERROR 1146</c> is a refusal.</summary>
internal sealed class FakeSql(string version, params (string Word, string Table)[] answers) : ISqlSession
{
    private const string Refusal = "ERROR ";

    public ServerVersion Version { get; } = ServerVersion.Parse(version);

    public PrivilegeSet Privileges { get; init; } = PrivilegeSet.Read(["GRANT ALL PRIVILEGES ON *.* TO `a`@`b`"]);

    public List<string> Asked { get; } = [];

    public Task<SqlTable> QueryAsync(string sql, CancellationToken cancellation)
    {
        Asked.Add(sql);
        string table = answers.First(answer => sql.Contains(answer.Word, StringComparison.OrdinalIgnoreCase)).Table;
        if (table.StartsWith(Refusal, StringComparison.Ordinal))
            throw new SqlRefusedException(int.Parse(table.AsSpan(Refusal.Length), CultureInfo.InvariantCulture), "refused");
        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Task.FromResult(new SqlTable([.. lines[0].Split('|')], [.. lines.Skip(1).Select(line => line.Split('|').Select(value => value == "NULL" ? null : value).ToArray())]));
    }

    /// <summary>What a part makes of it: series with values, without what families are.</summary>
    public async Task<string> ReadAsync(IMariaDbPart part)
    {
        Reading reading = await DatabaseReading.OfAsync(new SampleWriter(), async samples => await part.ReadAsync(this, samples, CancellationToken.None));
        IEnumerable<string> lines = reading.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        return string.Join('\n', [.. lines, .. reading.Problems.Select(problem => "! " + problem), .. reading.Outcome is SourceOutcome.Read ? Array.Empty<string>() : [$"! {reading.Outcome}"]]);
    }
}
