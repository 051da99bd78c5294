using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Backups;

/// <summary>The database's node, asked to do what its program for backups is able to.</summary>
/// <param name="node">The node.</param>
/// <param name="shell">The way to it.</param>
internal sealed class BackupShell(Node node, IRemoteShell shell)
{
    private const int NotFound = 127;

    // Many gigabytes on a small board.
    private static readonly TimeSpan Long = TimeSpan.FromHours(12), Short = TimeSpan.FromMinutes(5);

    public Node Node => node;

    /// <exception cref="BackupException">It could not be done.</exception>
    public Task<BackupDocument> ListAsync(CancellationToken stop) => AskAsync($"{BackupFiles.ProgramPath} list", Short, BackupJson.Default.BackupDocument, stop);

    /// <summary>Starts a unit and waits for its end: it has its own limits, and goes on when we are lost.</summary>
    /// <exception cref="BackupException">It could not be done.</exception>
    public async Task RunAsync(string unit, CancellationToken stop)
    {
        string name = ShellText.Quote($"{unit}.service");
        await RunAsync($"[ -x {BackupFiles.ProgramPath} ] || exit {NotFound}; since=$(date +%s); systemctl start {name} 2>/dev/null || {{ journalctl -u {name} --since \"@$since\" -n 20 -o cat --no-pager -t db-backup >&2; exit 1; }}", Long, stop);
    }

    /// <summary>Starts a unit and does not wait.</summary>
    /// <exception cref="BackupException">It could not be done.</exception>
    public Task BeginAsync(string unit, CancellationToken stop) => RunAsync($"systemctl start --no-block {ShellText.Quote($"{unit}.service")}", Short, stop);

    /// <param name="to">The moment to come back to; null for none.</param>
    /// <param name="from">A dump; null for the newest that fits.</param>
    /// <param name="database">One of its databases; null for all.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="BackupException">There is none that fits.</exception>
    public Task<RestoreChoice> ChooseAsync(DateTimeOffset? to, string? from, string? database, CancellationToken stop) =>
        // Long: it may have to fetch everything from the copy first.
        AskAsync($"{BackupFiles.ProgramPath} choose {ShellText.Quote([to?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "", from ?? "", database ?? ""])}", Long, BackupJson.Default.RestoreChoice, stop);

    /// <exception cref="BackupException">It could not be done to the end.</exception>
    public Task RestoreAsync(RestoreChoice choice, string? database, CancellationToken stop) =>
        RunAsync($"{BackupFiles.ProgramPath} restore {ShellText.Quote([choice.Id, choice.To, database ?? ""])}", Long, stop);

    private async Task<T> AskAsync<T>(string script, TimeSpan limit, JsonTypeInfo<T> type, CancellationToken stop)
    {
        string answer = await RunAsync(script, limit, stop);
        try
        {
            return JsonSerializer.Deserialize(answer, type) ?? throw new BackupException(["it answers with nothing"]);
        }
        catch (JsonException foreign)
        {
            throw new BackupException([$"it answers with something else than its backups: {foreign.Message}"]);
        }
    }

    private async Task<string> RunAsync(string script, TimeSpan limit, CancellationToken stop)
    {
        RemoteReply reply = await shell.RunAsync(new RemoteScript(script, limit), stop);
        return reply.ExitCode switch
        {
            0 => reply.Text,
            NotFound => throw new BackupException(["there is no program for backups yet; `edgestack apply` sets it up"]),
            RemoteReply.TimedOut => throw new BackupException([$"it did not end within {limit.TotalHours:0.#} h, and was ended"]),
            _ => throw new BackupException(reply.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
        };
    }
}
