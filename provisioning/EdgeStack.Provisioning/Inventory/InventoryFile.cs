namespace EdgeStack.Provisioning.Inventory;

/// <summary>An inventory and what lies beside it.</summary>
/// <param name="Cluster">What it says.</param>
/// <param name="Folder">What lies beside it.</param>
/// <param name="Text">As it was written.</param>
internal sealed record InventoryFile(Cluster Cluster, ClusterFolder Folder, string Text);
