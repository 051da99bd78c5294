namespace EdgeStack.Provisioning.Remote;

/// <summary>A node on which scripts can be run, one after the other.</summary>
internal interface IRemoteShell : IAsyncDisposable
{
    /// <summary>Scripts that were sent, and bytes in both directions.</summary>
    RemoteTraffic Traffic { get; }

    /// <exception cref="RemoteException">The node cannot be reached, or not any more: whether the script ran is not known then.</exception>
    Task<RemoteReply> RunAsync(RemoteScript script, CancellationToken stop);
}
