using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>
/// What a server takes of a node that does other things as well (k3s, NFS): after the table in the reference for provisioning, section 2.6. To be measured on the real boards.
/// </summary>
/// <param name="Name">As the inventory names it: the memory of the node.</param>
/// <param name="BufferPool">Cache of pages.</param>
/// <param name="LogFile">Redo log: the larger, the longer a start after a power cut.</param>
/// <param name="Connections">The most at once; each takes a few megabytes.</param>
/// <param name="IsSmall">Then tables that are held open are fewer too, and the server does not measure itself.</param>
internal sealed record MemoryProfile(string Name, string BufferPool, string LogFile, int Connections, bool IsSmall)
{
    private const long Gigabyte = 1L << 20; // kB, as /proc/meminfo counts

    private static readonly ImmutableArray<(long UpTo, MemoryProfile Profile)> Table =
    [
        // A board has a little less than its name says: the firmware and the graphics take theirs.
        (Gigabyte * 3 / 2, new("1G", "128M", "48M", 30, IsSmall: true)),
        (Gigabyte * 3, new("2G", "384M", "96M", 50, IsSmall: true)),
        (Gigabyte * 6, new("4G", "1G", "128M", 80, IsSmall: false)),
        (Gigabyte * 12, new("8G", "2G", "256M", 120, IsSmall: false)),
        (long.MaxValue, new("16G", "6G", "512M", 150, IsSmall: false)),
    ];

    public static IEnumerable<MemoryProfile> All => Table.Select(row => row.Profile);

    /// <param name="name">Of the inventory; auto for what the node has.</param>
    /// <param name="memory">The node's, in kB.</param>
    public static MemoryProfile Of(string name, long memory) => name == "auto" ? Table.First(row => memory < row.UpTo).Profile : All.First(profile => profile.Name == name);
}
