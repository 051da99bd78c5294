using System.CommandLine;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack db</c>: backups of the cluster's MariaDB, and the way back.</summary>
internal static class DbCommand
{
    public static Command Create(Surroundings surroundings) => new("db", "Back up the database, see what there is, bring it back, try that.")
    {
        DbRunCommand.CreateBackup(surroundings),
        DbListCommand.Create(surroundings),
        DbRestoreCommand.Create(surroundings),
        DbRunCommand.CreateRestoreTest(surroundings),
    };
}
