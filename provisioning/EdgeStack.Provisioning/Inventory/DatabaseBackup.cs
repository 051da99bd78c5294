namespace EdgeStack.Provisioning.Inventory;

/// <summary>How the database is backed up.</summary>
/// <param name="Schedule">When a dump is made, as systemd's OnCalendar takes it.</param>
/// <param name="Keep">How many dumps stay.</param>
/// <param name="Path">The folder of dumps on the database's own node.</param>
/// <param name="Target">Where a copy of them goes.</param>
/// <param name="KeepsLogs">Binary logs are kept as well, so that any moment can be brought back.</param>
/// <param name="RestoreTest">When the newest dump is restored for a trial, as systemd's OnCalendar takes it.</param>
internal sealed record DatabaseBackup(string Schedule, BackupRetention Keep, string Path, BackupTarget Target, bool KeepsLogs, string RestoreTest);
