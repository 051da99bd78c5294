namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>A file system that is mounted somewhere.</summary>
internal sealed record Mount
{
    /// <summary>Its number in the kernel. What is mounted at the same place later has another one.</summary>
    public required string Id { get; init; }

    /// <summary>What is mounted: <c>/dev/mmcblk0p2</c>, <c>nas:/srv/data</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Where, for people: bytes that are not text are U+FFFD.</summary>
    public required string Point { get; init; }

    /// <summary>Where, exactly: every byte is one letter.</summary>
    public required string Path { get; init; }

    /// <summary><c>ext4</c>, <c>nfs4</c></summary>
    public required string Type { get; init; }

    /// <summary>Major and minor number of the device: mounts of one file system have the same.</summary>
    public required (uint Major, uint Minor) Number { get; init; }

    /// <summary>Nothing can be written here: because this mount is so, or because the file system is, as ext4 makes itself after an error.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>The address of a network file system's server; none when the kernel does not tell.</summary>
    public required string ServerAddress { get; init; }
}
