namespace EdgeStack.Provisioning.Backups;

/// <summary>The database's node was reached, and could not do it. The last line is the cause.</summary>
internal sealed class BackupException(string[] lines) : Exception(lines is [.., var last] ? last : "it does not say why")
{
    /// <summary>What programs said before.</summary>
    public string[] Before => lines.Length > 0 ? lines[..^1] : [];
}
