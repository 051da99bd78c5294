using System.Security.Cryptography;
using System.Text;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>An inventory and what lies beside it.</summary>
/// <param name="Cluster">What it says.</param>
/// <param name="Folder">What lies beside it.</param>
/// <param name="Text">As it was written.</param>
internal sealed record InventoryFile(Cluster Cluster, ClusterFolder Folder, string Text)
{
    /// <summary>SHA-256 of the text, in hexadecimal letters.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
