using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>
/// Takes a step back, by what its journal entry says. When that may lock us out, what is there now is kept first, and comes back by itself unless <see cref="Confirm"/> is said over a new connection.
/// </summary>
/// <param name="started">The step's journal entry.</param>
/// <param name="at">The operator's time, for the journal.</param>
internal sealed class UndoScript(JournalEntry started, DateTimeOffset at)
{
    /// <summary>What the script ends with when somebody has changed a file since; which, is its output. Nothing was done then.</summary>
    public const int Edited = 77;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly UndoAction[] _undo = started.Undo ?? [];

    /// <summary>The unit that brings back what was taken back.</summary>
    public string RevertUnit => Unconfirmed.RevertUnit(started.Step);

    /// <param name="revertAfter">When it comes back by itself, where it may lock us out.</param>
    /// <param name="isForced">Also when somebody has changed a file since.</param>
    public RemoteScript Write(TimeSpan revertAfter, bool isForced)
    {
        StringBuilder text = new($"{ClusterLock.Held}{Head(started.Run)}");
        if (!isForced && Paths.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"es_edits=$({string.Join("; ", Paths.Select(path => $"es_edited {ShellText.Quote(path)}"))})\n[ -z \"$es_edits\" ] || {{ printf '%s\\n' \"$es_edits\"; exit {Edited}; }}\n");
        if (started.NeedsConfirmation == true)
            WriteConfirmed(text, revertAfter);
        else
            text.Append(Calls(_undo)).Append(Journal());
        return new RemoteScript(text.ToString(), Limit);
    }

    /// <summary>Makes it final where it would have come back.</summary>
    public string Confirm => $"{Head(started.Run)}es_revert_forget {ShellText.Quote(RevertUnit)}\n{string.Concat(Paths.Select(path => $"es_forget {ShellText.Quote(path)}\n"))}rm -rf -- \"$es_kept.undo\"\n{Journal()}";

    /// <summary>Takes a step back by itself.</summary>
    /// <param name="run">Whose kept files it puts back.</param>
    /// <param name="undo">In the order in which it is done.</param>
    /// <param name="after">What the journal says then.</param>
    public static string Text(string run, IEnumerable<UndoAction> undo, JournalEntry after) => $"{Head(run)}{Calls(undo)}{Journal(after)}";

    private string[] Paths => [.. _undo.OfType<UndoAction.RestoreFile>().Select(restore => restore.Path)];

    private string[] Units => [.. _undo.OfType<UndoAction.ResetUnit>().Select(reset => reset.Unit)];

    // What is there now is a run of its own, so to speak: R.undo.
    private void WriteConfirmed(StringBuilder text, TimeSpan revertAfter)
    {
        string unit = ShellText.Quote(RevertUnit);
        text.Append(CultureInfo.InvariantCulture, $"es_kept=\"$es_home/backup/$run.undo\"\nsystemctl is-active -q {unit}.timer || rm -rf -- \"$es_kept\"\n");
        foreach (string path in Paths)
            text.Append(CultureInfo.InvariantCulture, $"es_keep \"$(es_real {ShellText.Quote(path)})\"\n");
        foreach (string name in Units)
            text.Append(CultureInfo.InvariantCulture, $"es_keep_unit {ShellText.Quote(name)}\n");
        text.Append(CultureInfo.InvariantCulture, $"es_kept=\"$es_home/backup/$run\"\nes_revert_after {unit} {revertAfter.TotalSeconds:0} {ShellText.Quote(Back())}\n");
        // Half of it is not left until the timer ends.
        text.Append(CultureInfo.InvariantCulture, $"trap '[ $? = 0 ] || systemctl start {unit}.service >&2 || :' EXIT\nes_spare=1\n{Calls(_undo)}");
    }

    // The scripts of such steps put in force what stands in their files, whichever that is, so they serve both ways.
    private string Back() => string.Concat(
    [
        Head($"{started.Run}.undo"),
        .. _undo.Select(undo => undo is UndoAction.ResetUnit reset ? $"es_reset_kept {ShellText.Quote(reset.Unit)}\n" : $"{ActionScript.Call(undo)}\n"),
        $"rm -rf -- \"$es_kept\"\nes_revert_forget {ShellText.Quote(RevertUnit)}\n",
    ]);

    private static string Head(string run) => $"set -eu\nrun={ShellText.Quote(run)}\n{ActionScript.Functions}";

    private static string Calls(IEnumerable<UndoAction> undo) => string.Concat(undo.Select(action => $"{ActionScript.Call(action)}\n"));

    private string Journal() => Journal(new JournalEntry(started.Run, started.Step, "undone", at) { Of = started.At });

    private static string Journal(JournalEntry entry) => $"es_journal {ShellText.Quote(JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry))}\n";
}
