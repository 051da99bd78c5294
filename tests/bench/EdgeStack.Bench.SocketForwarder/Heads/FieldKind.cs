namespace EdgeStack.Bench.SocketForwarder.Heads;

/// <summary>What a proxy has to do about a field.</summary>
internal enum FieldKind
{
    /// <summary>Goes on as it is.</summary>
    EndToEnd,
    Host,
    Connection,
    ContentLength,
    TransferEncoding,
    Expect,

    /// <summary>Said to the proxy, or said anew by it: never goes on.</summary>
    Dropped,
}
