using System.Collections.Immutable;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;

namespace EdgeStack.Provisioning.Commands;

/// <summary>Takes the locks of the nodes before something is changed, and tells who has them.</summary>
internal sealed class NodeLocks(Surroundings surroundings, string command)
{
    /// <returns>False when another operator has one; that has been said.</returns>
    public async Task<bool> TakeAsync(ClusterRun run, bool isForced)
    {
        string owner = $"{surroundings.Variable("USER") ?? "somebody"} at {Environment.MachineName}, edgestack {command} since {surroundings.Time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC";
        ImmutableSortedDictionary<string, string> held = await run.LockAsync(owner, isForced, surroundings.Stop.Gently);
        foreach ((string node, string other) in held)
            surroundings.Screen.Failure(FaultCode.Locked, $"{node} is locked: {other}");
        if (!held.IsEmpty)
            surroundings.Screen.Progress("  Wait for it; if that operator is really gone: --break-lock.");
        return held.IsEmpty;
    }
}
