using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Execution;

/// <summary>A line of the journal that a node keeps (/var/lib/edgestack/journal.jsonl).</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Event">started, done, failed, confirmed, reverted (by itself) or undone (by a person).</param>
/// <param name="At">By the operator's clock.</param>
internal sealed record JournalEntry(string Run, string Step, string Event, DateTimeOffset At)
{
    /// <summary>Of started: what takes the step back, in the order in which it was done.</summary>
    public UndoAction[]? Undo { get; init; }

    /// <summary>Of reverted and undone: when what they take back was started.</summary>
    public DateTimeOffset? Of { get; init; }

    /// <summary>Of started: it may lock us out, and so may taking it back.</summary>
    public bool? NeedsConfirmation { get; init; }

    /// <summary>Of started: something of it cannot be taken back.</summary>
    public bool? IsFinal { get; init; }
}
