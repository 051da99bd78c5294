using System.Globalization;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>How long queries take, where the plugin QUERY_RESPONSE_TIME is installed and counts.</summary>
internal sealed class QueryResponseTime : IMariaDbPart
{
    private static readonly Distribution[] Distributions =
    [
        new("QUERY_RESPONSE_TIME", "", "Queries, by how long they took."),
        new("QUERY_RESPONSE_TIME_READ", "read_", "Queries that read, by how long they took."),
        new("QUERY_RESPONSE_TIME_WRITE", "write_", "Queries that write, by how long they took."),
    ];

    public string Name => "info_schema.query_response_time";

    public async Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation)
    {
        SqlTable switches = await sql.QueryAsync("SHOW GLOBAL VARIABLES LIKE 'query_response_time_stats'", cancellation);
        if (StatusValue.Read(switches.Rows.FirstOrDefault()[1]) is not 1)
            return new SourceOutcome.Absent("the server does not count how long queries take");
        SqlTable tables = await sql.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = 'information_schema' AND table_name LIKE 'QUERY\\_RESPONSE\\_TIME%'", cancellation);
        HashSet<string> there = new(tables.Rows.Select(row => row[0] ?? ""), StringComparer.OrdinalIgnoreCase);
        foreach (Distribution distribution in Distributions.Where(distribution => there.Contains(distribution.Table)))
            Add(samples, distribution, await sql.QueryAsync($"SELECT TIME, COUNT, TOTAL FROM INFORMATION_SCHEMA.{distribution.Table}", cancellation));
        return SourceOutcome.Ok;
    }

    private static void Add(SampleWriter samples, Distribution distribution, SqlTable table)
    {
        double count = 0, sum = 0;
        foreach (SqlRow row in table.Rows)
        {
            count += row.NumberAt(1) ?? 0;
            // The last row is for queries that took too long to be summed: TOO LONG stands for both times.
            if (!IsNumber(row[2], out double total))
                continue;
            sum += total;
            if (IsNumber(row[0], out double bound))
                samples.Add(distribution.Bucket, count, BoundText(bound));
        }

        samples.Add(distribution.Bucket, count, "+Inf");
        samples.Add(distribution.Sum, sum);
        samples.Add(distribution.Count, count);
    }

    private static bool IsNumber(string? padded, out double number) => double.TryParse(padded?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    /// <summary>A bound as Prometheus's own library writes it: series keep their names only if every letter is the same.</summary>
    internal static string BoundText(double bound)
    {
        const int FirstWithExponent = 6, LastWithExponent = -5;
        string[] parts = bound.ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] sides = parts[0].Split('.');
        string digits = string.Concat(sides).TrimStart('0');
        int leading = string.Concat(sides).Length - digits.Length;
        int exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) + sides[0].Length - 1 - leading;
        if (digits.Length == 0 || exponent is < FirstWithExponent and > LastWithExponent)
            return parts[0];
        digits = digits.TrimEnd('0');
        return $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private sealed class Distribution
    {
        public Distribution(string table, string kind, string help)
        {
            Table = table;
            Family family = Family.Of($"mysql_info_schema_{kind}query_response_time_seconds", FamilyKind.Histogram, help);
            (Bucket, Sum, Count) = (family.Shape("_bucket", "le"), family.Shape("_sum"), family.Shape("_count"));
        }

        public string Table { get; }

        public SeriesShape Bucket { get; }

        public SeriesShape Sum { get; }

        public SeriesShape Count { get; }
    }
}
