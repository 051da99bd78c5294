using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>
/// A step as one script: journal, actions, journal, and the step's own questions again, so that doing and proving cost one round trip. Its standard output is the answers;
/// what programs say goes to standard error.
/// </summary>
/// <param name="terms">Of the run.</param>
/// <param name="step">Which step.</param>
/// <param name="change">What it does.</param>
/// <param name="at">The operator's time, for the journal.</param>
internal sealed class StepScript(RunTerms terms, IStep step, StepOutcome.Change change, DateTimeOffset at)
{
    /// <summary>What the script ends with when an action failed; the first line of its output is then <c>failed ACTION EXIT</c>.</summary>
    public const int ActionFailed = 90;

    /// <summary>What stands for an action when not even the beginning could be noted in the journal: nothing was done.</summary>
    public const int AtBegin = -1;

    // The end could not be noted: everything was done.
    private const int AtEnd = -2;

    // apt on a slow line and an SD card.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private readonly string _run = terms.Name;

    /// <summary>The questions that are asked afterwards.</summary>
    public FactScript Questions { get; } = new(step.Queries);

    /// <summary>The unit that takes the step back unless its timer is stopped.</summary>
    public string RevertUnit => Unconfirmed.RevertUnit(step.Name);

    public RemoteScript Write()
    {
        StringBuilder text = new($"{ClusterLock.Held}set -eu\nexec 3>&1 >&2\n");
        Line(text, "run={0}", _run);
        text.Append(ActionScript.Functions);
        Line(text, "es_failed={0}", Entry("failed"));
        text.Append(CultureInfo.InvariantCulture, $"es_now={AtBegin}\nes_revert=\ntrap es_leave EXIT\n");
        Line(text, "es_journal {0}\nes_now=0", Started());
        if (step.NeedsConfirmation)
            Line(text, "es_revert_after {0} {1} {2}", RevertUnit, terms.RevertAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture), Revert());
        for (int index = 0; index < change.Actions.Length; index++)
            text.Append(CultureInfo.InvariantCulture, $"es_now={index}\n{ActionScript.Call(change.Actions[index])}\n");
        text.Append(CultureInfo.InvariantCulture, $"es_now={AtEnd}\n");
        Line(text, "es_journal {0}", Entry("done"));
        text.Append("exec >&3\nset +eu\ntrap - EXIT\n").Append(Questions.Text);
        return new RemoteScript(text.ToString(), Limit + Questions.Limit) { Input = Input() };
    }

    private ImmutableArray<UndoAction> Undo => UndoOrder.Of(change.Actions.Select(action => action.Undo).OfType<UndoAction>());

    private static void Line(StringBuilder text, string format, params string[] words) =>
        text.AppendFormat(CultureInfo.InvariantCulture, format, [.. words.Select(ShellText.Quote)]).Append('\n');

    private string Started() => Entry(new JournalEntry(_run, step.Name, "started", at)
    {
        Undo = [.. Undo],
        NeedsConfirmation = step.NeedsConfirmation ? true : null,
        IsFinal = change.Actions.Any(action => action.Undo is null) ? true : null,
    });

    private string Entry(string what) => Entry(new JournalEntry(_run, step.Name, what, at));

    private static string Entry(JournalEntry entry) => JsonSerializer.Serialize(entry, JournalJson.Default.JournalEntry);

    private string Revert() => $"{UndoScript.Text(_run, Undo, new JournalEntry(_run, step.Name, "reverted", at) { Of = at })}es_revert_forget {ShellText.Quote(RevertUnit)}\n";

    private byte[] Input()
    {
        using MemoryStream input = new();
        foreach (NodeAction action in change.Actions)
            input.Write(ActionScript.InputOf(action));
        return input.ToArray();
    }
}
