namespace EdgeStack.Provisioning.Inventory;

/// <summary>A disk with a file system on it.</summary>
/// <param name="Uuid">Of the file system: names of devices change from boot to boot.</param>
/// <param name="Mount">Where it is mounted: full path.</param>
internal sealed record StorageDisk(string Uuid, string Mount);
