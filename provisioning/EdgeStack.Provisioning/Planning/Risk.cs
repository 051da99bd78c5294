namespace EdgeStack.Provisioning.Planning;

/// <summary>The worst that a change may do to who uses the node; the higher the worse.</summary>
internal enum Risk
{
    /// <summary>Nobody notices.</summary>
    Safe,

    /// <summary>A service is away for a moment.</summary>
    Restart,

    /// <summary>Connections may break, ours too; it is taken back when we cannot get in any more.</summary>
    Network,

    /// <summary>The node starts anew.</summary>
    Reboot,

    /// <summary>Data of users is moved or deleted.</summary>
    Data,
}
