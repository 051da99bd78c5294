namespace EdgeStack.Provisioning.Inventory;

/// <summary>A secret is not where the inventory says. The message has no part of any secret.</summary>
internal sealed class SecretException(string message) : Exception(message);
