namespace EdgeStack.Provisioning.Faults;

/// <summary>
/// What went wrong, in a form that stays when its words become better: people search for it, programs decide by it. Written as <c>ES1101</c>. A number is never used for anything
/// else; what each means and what helps is in <see cref="FaultCatalogue"/>.
/// </summary>
internal enum FaultCode
{
    /// <summary>No answer, no route, no such name, connection refused.</summary>
    Unreachable = 1101,

    /// <summary>Nobody has vouched for its host key yet.</summary>
    UnknownHostKey = 1102,

    /// <summary>Its host key is another one than before.</summary>
    ChangedHostKey = 1103,

    /// <summary>It does not accept our key.</summary>
    Refused = 1104,

    /// <summary>The user may not become root.</summary>
    NoRoot = 1105,

    /// <summary>The connection was there and broke.</summary>
    Lost = 1106,

    /// <summary>There is no ssh on this machine, or it does not understand its configuration.</summary>
    NoClient = 1107,

    /// <summary>Its shell says something that we do not understand.</summary>
    Foreign = 1108,

    /// <summary>It did not answer all that it was asked.</summary>
    Unanswered = 1109,

    /// <summary>Something that has to be there first is not.</summary>
    Blocked = 1201,

    /// <summary>A part of a step ended with a fault.</summary>
    ActionFailed = 1202,

    /// <summary>A disk of the node is full.</summary>
    DiskFull = 1203,

    /// <summary>A step did not end in time.</summary>
    TimedOut = 1204,

    /// <summary>A step ended before anything was done.</summary>
    NotBegun = 1205,

    /// <summary>A step was done, and what it was to change is different still.</summary>
    StillDifferent = 1206,

    /// <summary>It would have locked us out.</summary>
    LockedOut = 1207,

    /// <summary>It was confirmed, and takes itself back all the same.</summary>
    Unconfirmed = 1208,

    /// <summary>Everything was done, and a second plan finds differences.</summary>
    DifferentAgain = 1209,

    /// <summary>Somebody has changed since what is to be taken back.</summary>
    EditedSince = 1210,

    /// <summary>What was done could not be taken back.</summary>
    NotTakenBack = 1211,

    /// <summary>Another operator is at work.</summary>
    Locked = 1301,

    /// <summary>The lock went to somebody else meanwhile.</summary>
    LockLost = 1302,

    /// <summary>The nodes are not as they were when the plan was saved.</summary>
    PlanIsOld = 1303,

    /// <summary>The inventory is not the one of the run that is to go on.</summary>
    InventoryEdited = 1304,

    /// <summary>A chosen step builds on one that is not done.</summary>
    UnmetStep = 1305,

    /// <summary>Whoever began the run has left it.</summary>
    LeftInTheMiddle = 1306,

    /// <summary>The node cannot be locked.</summary>
    NoLock = 1307,

    /// <summary>A backup, a restore or a trial of one did not succeed.</summary>
    BackupFailed = 1401,
}
