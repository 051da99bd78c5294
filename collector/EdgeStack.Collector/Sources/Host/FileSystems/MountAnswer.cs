namespace EdgeStack.Collector.Sources.Host.FileSystems;

/// <summary>What a mount said when it was asked how large it is.</summary>
internal abstract record MountAnswer
{
    private MountAnswer()
    {
    }

    /// <summary>It answered.</summary>
    internal sealed record Size(FileSystemSize Value) : MountAnswer;

    /// <summary>The kernel refused.</summary>
    /// <param name="Code">The number of the error, as errno(3) has it.</param>
    /// <param name="Why">Its words.</param>
    internal sealed record Refused(int Code, string Why) : MountAnswer;

    /// <summary>It has not answered for so long that nothing is expected any more; it is not asked again before it does.</summary>
    internal sealed record Stuck : MountAnswer;

    /// <summary>It has not answered yet, or was not asked since too many are stuck: nothing is known.</summary>
    internal sealed record Unknown : MountAnswer;
}
