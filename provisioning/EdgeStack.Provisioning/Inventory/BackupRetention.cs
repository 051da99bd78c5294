namespace EdgeStack.Provisioning.Inventory;

/// <summary>The newest dump of each of so many days, weeks and months stays, and every one of the last two days.</summary>
internal sealed record BackupRetention(int Daily, int Weekly, int Monthly);
