namespace EdgeStack.Collector.Sources.MariaDb;

/// <summary>Parts of a server that are read together.</summary>
/// <param name="Name">What stands behind the source's name; nothing for the parts that are read most often.</param>
/// <param name="Every">From one reading to the next.</param>
/// <param name="Limit">Of a query.</param>
internal sealed record MariaDbCycle(string Name, TimeSpan Every, TimeSpan Limit)
{
    /// <summary>Whether this reading says if the server is up.</summary>
    public bool IsFirst => Name.Length == 0;
}
