namespace EdgeStack.Provisioning.Remote;

/// <summary>What keeps us from a node.</summary>
internal enum RemoteFaultKind
{
    /// <summary>No answer, no route, no such name, connection refused.</summary>
    Unreachable,

    /// <summary>Nobody has vouched for its host key yet.</summary>
    UnknownHostKey,

    /// <summary>Its host key is another one than before.</summary>
    ChangedHostKey,

    /// <summary>It does not accept our key.</summary>
    Refused,

    /// <summary>The user may not become root.</summary>
    NoRoot,

    /// <summary>The connection was there and broke.</summary>
    Lost,

    /// <summary>There is no ssh on this machine, or it does not understand its configuration.</summary>
    NoClient,

    /// <summary>Its shell says something that we do not understand.</summary>
    Foreign,
}
