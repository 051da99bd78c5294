using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;
using EdgeStack.Collector.Sources.MariaDb.Sql;

namespace EdgeStack.Collector.Sources.MariaDb.Parts;

/// <summary>One question to a server and what becomes of its answer. It keeps nothing from one reading to the next.</summary>
internal interface IMariaDbPart
{
    /// <summary>mysqld_exporter's name of the same part: <c>global_status</c>.</summary>
    string Name { get; }

    /// <exception cref="SqlRefusedException">The server answered with an error.</exception>
    /// <exception cref="ServerLostException">The server does not answer any more.</exception>
    Task<SourceOutcome> ReadAsync(ISqlSession sql, SampleWriter samples, CancellationToken cancellation);
}
