namespace EdgeStack.Provisioning.Local;

/// <summary>How a local stack ended; whatever failed has been said on the screen.</summary>
internal enum LocalStackEnd
{
    /// <summary>By request, everything finished.</summary>
    Stopped,

    /// <summary>By request before it was up, or by a second request before everything had finished.</summary>
    Interrupted,

    Failed,
}
