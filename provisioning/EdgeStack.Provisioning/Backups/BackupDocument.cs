using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Backups;

/// <summary>What the database's node says of its backups. Moments are seconds since 1970.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Repository">Where the copy is, as restic calls it.</param>
/// <param name="Copied">When the copy was last whole; null when it never was.</param>
/// <param name="Logged">When binary logs were last copied; null when never.</param>
/// <param name="Tested">The last trial; null when there was none.</param>
/// <param name="Dumps">Oldest first.</param>
internal sealed record BackupDocument(string Folder, string Repository, long? Copied, long? Logged, BackupDocument.Trial? Tested, ImmutableArray<BackupDocument.Dump> Dumps)
{
    /// <summary>A dump that was restored to see whether it can be.</summary>
    /// <param name="Id">Which.</param>
    /// <param name="At">When.</param>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="Error">What was wrong; null when nothing was.</param>
    internal sealed record Trial(string Id, long At, long Seconds, string? Error);

    /// <summary>A whole dump.</summary>
    /// <param name="Id">The moment at which it was begun.</param>
    /// <param name="Server">MariaDB's version.</param>
    /// <param name="Started">When it was begun.</param>
    /// <param name="Finished">When it was whole.</param>
    /// <param name="Bytes">Of all databases, compressed.</param>
    /// <param name="Databases">What is in it.</param>
    internal sealed record Dump(string Id, string Server, long Started, long Finished, long Bytes, ImmutableArray<DumpedDatabase> Databases);

    /// <summary>A database in a dump.</summary>
    internal sealed record DumpedDatabase(string Name, long Bytes, int Tables, long Rows);
}
