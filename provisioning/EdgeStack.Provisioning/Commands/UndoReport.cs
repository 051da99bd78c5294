using System.Collections.Immutable;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;
using EdgeStack.Provisioning.Rendering;

namespace EdgeStack.Provisioning.Commands;

/// <summary>Takes steps of a node back and says what comes of it.</summary>
/// <param name="surroundings">What is touched outside.</param>
/// <param name="revertAfter">When what might lock us out comes back.</param>
internal sealed class UndoReport(Surroundings surroundings, TimeSpan revertAfter)
{
    /// <summary>What is going to be taken back.</summary>
    public static void Show(Screen screen, IEnumerable<KeyValuePair<string, ImmutableArray<JournalEntry>>> begun)
    {
        foreach ((string node, ImmutableArray<JournalEntry> steps) in begun)
        {
            foreach (JournalEntry step in steps)
                screen.RawData($"{node} {step.Step} of {step.Run}{(step.IsFinal == true ? ", of which something cannot be taken back" : "")}");
        }
    }

    /// <returns>Whether all were taken back.</returns>
    public Task<bool> TakeBackAsync(ClusterRun run, Node node, IRemoteShell shell, ImmutableArray<JournalEntry> steps, bool isForced) =>
        new HostUndo(shell, stop => run.ReopenAsync(node, stop), revertAfter, isForced, surroundings.Time).RunAsync(steps, (step, failed) => Tell(node, step, failed), surroundings.Stop.Gently);

    private void Tell(Node node, JournalEntry step, StepResult.Failed? failed)
    {
        if (failed is null)
        {
            surroundings.Screen.Progress($"{node.Name} {step.Step}: taken back");
            return;
        }

        surroundings.Screen.Failure(failed.Code, $"{node.Name} {step.Step}: {failed.Cause}");
        foreach (string line in failed.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            surroundings.Screen.Progress($"    {line}");
        surroundings.Screen.Progress($"  {failed.Fix}");
    }
}
