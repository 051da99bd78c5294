using System.Collections.Frozen;
using System.Collections.Immutable;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>Carries out the steps of one node, in their order; the first that fails is the last.</summary>
/// <param name="run">What holds for the whole run.</param>
/// <param name="node">The node.</param>
/// <param name="shell">Its shell, which has the lock.</param>
/// <param name="reopen">A new connection, for what might have locked us out.</param>
/// <param name="tell">Told of every step that begins and ends.</param>
/// <param name="time">The clock.</param>
internal sealed class HostRun(RunTerms run, Node node, IRemoteShell shell, Func<CancellationToken, Task<IRemoteShell>> reopen, Action<StepEvent> tell, TimeProvider time)
{
    // The end of what programs say, which has the reason.
    private const int LogLines = 20;

    // A shell adds the signal's number to it.
    private const int SignalsFrom = 128;

    /// <param name="steps">This node's part of the plan.</param>
    /// <param name="facts">Of every node.</param>
    /// <param name="gates">Where nodes wait for each other.</param>
    /// <param name="stop">No further step is begun; the one that runs is finished.</param>
    public async Task<ImmutableArray<StepResult>> RunAsync(IReadOnlyList<PlannedStep> steps, FrozenDictionary<string, Facts> facts, StepGates gates, CancellationToken stop)
    {
        ImmutableArray<StepResult>.Builder results = ImmutableArray.CreateBuilder<StepResult>();
        string? obstacle = null;
        foreach (PlannedStep planned in steps)
        {
            obstacle ??= stop.IsCancellationRequested ? "stopped" : null;
            if (obstacle is null && await gates.WaitAsync(planned.Step.After) is { } failed)
                obstacle = $"{failed} is not done";
            long start = time.GetTimestamp();
            StepResult result = obstacle is not null ? new StepResult.Skipped(obstacle) : await DoAsync(planned, facts);
            gates.End(new StepKey(node.Name, planned.Step.Name), result is not (StepResult.Failed or StepResult.Skipped));
            tell(new StepEvent(node, planned.Step, result, time.GetElapsedTime(start)));
            results.Add(result);
            if (result is StepResult.Failed)
                obstacle ??= $"{planned.Step.Name} failed";
        }

        return results.ToImmutable();
    }

    private async Task<StepResult> DoAsync(PlannedStep planned, FrozenDictionary<string, Facts> facts)
    {
        switch (planned.Outcome)
        {
            case StepOutcome.Unchanged:
                return new StepResult.Same();
            case StepOutcome.Unsupported unsupported:
                return new StepResult.Unsupported(unsupported.Why);
            case StepOutcome.Blocked blocked:
                return new StepResult.Failed(FaultCode.Blocked, blocked.Why, "", blocked.Fix);
            default:
                tell(new StepEvent(node, planned.Step, null, TimeSpan.Zero));
                try
                {
                    return await ChangeAsync(planned.Step, (StepOutcome.Change)planned.Outcome, facts);
                }
                catch (RemoteException lost)
                {
                    return new StepResult.Failed(lost.Fault.Code, lost.Fault.Message, "", lost.Fault.Fix);
                }
        }
    }

    private async Task<StepResult> ChangeAsync(IStep step, StepOutcome.Change change, FrozenDictionary<string, Facts> facts)
    {
        StepScript script = new(run, step, change, time.GetUtcNow());
        // Not stopped: what is half done is worse than what is done. It has its own limit.
        RemoteReply reply = await shell.RunAsync(script.Write(), CancellationToken.None);
        string log = string.Join('\n', reply.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogLines));
        if (reply.ExitCode == StepScript.ActionFailed && reply.Text.Split([' ', '\n']) is ["failed", var action, var code, ..] && int.TryParse(action, out int index) && index < change.Actions.Length)
        {
            FaultCode kind = IsFull(log) ? FaultCode.DiskFull : index == StepScript.AtBegin ? FaultCode.NotBegun : FaultCode.ActionFailed;
            return new StepResult.Failed(kind, $"could not {(index < 0 ? $"write to its journal, {Journal.Path}" : ActionScript.Describe(change.Actions[index]))} (exit {code})", log, FixOf(log));
        }

        if (reply.ExitCode == RemoteReply.TimedOut)
            return new StepResult.Failed(FaultCode.TimedOut, "did not end in time, and was ended", log, $"look at {node.Name}, then `edgestack apply --resume`");
        if (reply.ExitCode == ClusterLock.Gone)
            return new StepResult.Failed(FaultCode.LockLost, "was not begun: the lock of the node belongs to somebody else by now", "", "`edgestack apply` again says who it is");
        if (reply.ExitCode is StepScript.ActionFailed or >= SignalsFrom)
            return new StepResult.Failed(FaultCode.ActionFailed, $"was ended by something else (exit {reply.ExitCode}), perhaps in the middle", log, $"look at {node.Name}: memory, or a shutdown (`journalctl -e`); then `edgestack apply --resume`");
        if (reply.ExitCode != 0)
            return new StepResult.Failed(FaultCode.NotBegun, $"ended with {reply.ExitCode} before it began", log, $"look at {node.Name}: is its file system read-only?");
        if (step.NeedsConfirmation && await ConfirmAsync(script) is { } lockedOut)
            return lockedOut;
        Facts now;
        try
        {
            now = script.Questions.Read(reply.Text);
        }
        catch (FormatException foreign)
        {
            return new StepResult.Failed(FaultCode.StillDifferent, foreign.Message, log, $"look at {node.Name}", IsUnverified: true);
        }

        NodeFacts after = new(node, facts[node.Name].With(now), facts);
        return Planner.Judge(step, after) switch
        {
            StepOutcome.Unchanged => new StepResult.Done(),
            StepOutcome.Unsupported unsupported => new StepResult.Done(unsupported.Why),
            StepOutcome.Blocked blocked => new StepResult.Failed(FaultCode.StillDifferent, blocked.Why, log, blocked.Fix, IsUnverified: true),
            StepOutcome.Change left => new StepResult.Failed(FaultCode.StillDifferent,
                $"was done, and yet is different: {string.Join(", ", left.Differences.Select(DifferenceText.Short))}", log, "something else on the node sets it: find out what, and leave it to one of the two", IsUnverified: true),
            _ => throw new InvalidOperationException("a new kind of outcome"),
        };
    }

    // What the kernel says, and apt.
    private static bool IsFull(string log) => log.Contains("No space left on device", StringComparison.Ordinal) || log.Contains("enough free space", StringComparison.Ordinal);

    private string FixOf(string log) => IsFull(log)
        ? $"make room on {node.Name}: `df -h` shows which disk is full, `sudo apt-get clean` and `sudo journalctl --vacuum-size=100M` help; then `edgestack apply --resume`"
        : $"mend it on {node.Name}, then `edgestack apply --resume`";

    private Task<StepResult.Failed?> ConfirmAsync(StepScript script) =>
        new Confirmation(shell, reopen, run.RevertAfter).AskAsync(script.RevertUnit, $"{ActionScript.Functions}es_revert_forget {ShellText.Quote(script.RevertUnit)}\n", "mend the inventory");
}
