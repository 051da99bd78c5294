namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>What ends a body.</summary>
internal enum BodyEnd
{
    /// <summary>There is no body.</summary>
    None,
    Length,
    LastChunk,
    Close,
}
