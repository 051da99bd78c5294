namespace EdgeStack.Bench.SideBySide.Measuring;

/// <summary>How much is asked for while routes are edited.</summary>
internal enum ReloadLoad
{
    /// <summary>Nothing, but WebSockets echo.</summary>
    None,

    /// <summary>Half of what gets through, at a constant rate.</summary>
    Half,

    /// <summary>As much as gets through.</summary>
    Full,
}
