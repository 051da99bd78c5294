using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host;

/// <summary>One part of the machine, read from the kernel's files. It may keep what the next reading needs; it is never read twice at once.</summary>
internal interface IHostReading
{
    /// <summary>node_exporter's name of the same part: <c>cpu</c>, <c>meminfo</c>.</summary>
    string Name { get; }

    /// <summary>A rhythm of its own, when that is slower than the machine's: for what changes seldom or costs much.</summary>
    TimeSpan Every => TimeSpan.Zero;

    /// <exception cref="IOException">A file that this part cannot do without cannot be read.</exception>
    /// <exception cref="FormatException">Such a file does not hold what it should; the message says which and where.</exception>
    SourceOutcome Read(HostRoots roots, SampleWriter samples);
}
