using System.Collections.Immutable;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>Takes back steps of one node, the latest first; the first that fails is the last.</summary>
/// <param name="shell">Its shell, which has the lock.</param>
/// <param name="reopen">A new connection, for what might have locked us out.</param>
/// <param name="revertAfter">What might lock us out comes back after this long, unless a new connection succeeds before.</param>
/// <param name="isForced">Also what somebody has changed since.</param>
/// <param name="time">The clock.</param>
internal sealed class HostUndo(IRemoteShell shell, Func<CancellationToken, Task<IRemoteShell>> reopen, TimeSpan revertAfter, bool isForced, TimeProvider time)
{
    private const int LogLines = 20;

    /// <param name="steps">Of the node's journal.</param>
    /// <param name="tell">Told of every step that is taken back, and of the one that is not.</param>
    /// <param name="stop">No further step is begun.</param>
    /// <returns>Whether all were taken back.</returns>
    public async Task<bool> RunAsync(ImmutableArray<JournalEntry> steps, Action<JournalEntry, StepResult.Failed?> tell, CancellationToken stop)
    {
        foreach (JournalEntry step in steps)
        {
            if (stop.IsCancellationRequested)
                return false;
            StepResult.Failed? failed = await TakeBackAsync(step);
            tell(step, failed);
            if (failed is not null)
                return false;
        }

        return true;
    }

    private async Task<StepResult.Failed?> TakeBackAsync(JournalEntry step)
    {
        UndoScript script = new(step, time.GetUtcNow());
        RemoteReply reply = await shell.RunAsync(script.Write(revertAfter, isForced), CancellationToken.None);
        string log = string.Join('\n', reply.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLines));
        return reply.ExitCode switch
        {
            0 when step.NeedsConfirmation == true => await new Confirmation(shell, reopen, revertAfter).AskAsync(script.RevertUnit, script.Confirm, "make sure of another way in first"),
            0 => null,
            UndoScript.Edited => new StepResult.Failed(FaultCode.EditedSince, $"was not taken back: somebody has changed {string.Join(", ", reply.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))} since", "",
                "a later run is taken back before an earlier one; what was changed by hand is lost with `edgestack undo --force`"),
            ClusterLock.Gone => new StepResult.Failed(FaultCode.LockLost, "was not taken back: the lock of the node belongs to somebody else by now", "", "`edgestack undo` again says who it is"),
            _ => new StepResult.Failed(FaultCode.NotTakenBack, $"could not be taken back (exit {reply.ExitCode})", log, "mend it on the node, then `edgestack undo` again"),
        };
    }
}
