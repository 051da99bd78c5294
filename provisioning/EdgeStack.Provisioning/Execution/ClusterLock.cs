using System.Globalization;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>
/// Keeps two operators from changing a node at once: a folder in the node's memory that one shell owns. The shell's driver touches it when it hears from its operator (every 10 s), and removes it
/// when it ends. It is old after 60 s without a word, and then another one may take it, unless a step of the former owner still runs.
/// </summary>
internal static class ClusterLock
{
    private const int OldAfterSeconds = 60;

    /// <summary>What a script ends with when its shell has not the lock any more.</summary>
    public const int Gone = 76;

    private const int IsHeld = 75;

    /// <summary>The beginning of everything that changes a node: whoever was away too long, or was pushed aside, goes on no more.</summary>
    public static string Held { get; } = $"[ -f \"/run/lock/edgestack.d/$EDGESTACK_MARK\" ] || exit {Gone}\n";

    /// <param name="shell">The node, and who owns the lock.</param>
    /// <param name="owner">Who wants it, for whoever is refused: user, machine, command, time.</param>
    /// <param name="isForced">Takes it from whoever has it.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Null when it is ours; else who has it, and since when nothing was heard from them.</returns>
    /// <exception cref="RemoteException">The node was lost, or is not able to.</exception>
    public static async Task<string?> TakeAsync(IRemoteShell shell, string owner, bool isForced, CancellationToken stop)
    {
        RemoteReply reply = await shell.RunAsync(new RemoteScript(Script(owner, isForced), TimeSpan.FromSeconds(30)), stop);
        return reply.ExitCode switch
        {
            0 => null,
            IsHeld => reply.Text.TrimEnd('\n'),
            _ => throw new RemoteException(new RemoteFault(FaultCode.NoLock, $"cannot be locked: {reply.Error.TrimEnd('\n')}", "look at /run/lock there")),
        };
    }

    // flock makes looking and taking one deed.
    private static string Script(string owner, bool isForced) => string.Create(CultureInfo.InvariantCulture, $$"""
        lock=/run/lock/edgestack.d
        exec 9>/run/lock/edgestack.flock
        flock -w 10 9 || exit 1
        now=$(cut -d. -f1 /proc/uptime)
        if [ -d "$lock" ] && [ ! -f "$lock/$EDGESTACK_MARK" ]; then
          beat=$(cat "$lock/beat" 2>/dev/null || echo 0)
          worker=$(cat "$lock/worker" 2>/dev/null || :)
          age=$((now - beat))
          if [ -n "$worker" ] && kill -0 "$worker" 2>/dev/null; then
            [ "$age" -le {{OldAfterSeconds}} ] && say="is at work" || say="was lost, and its last step still runs (process $worker); it ends by itself"
          else
            [ "$age" -le {{OldAfterSeconds}} ] && say="is connected" || say=
          fi
          if [ -n "$say" ] && [ {{(isForced ? 1 : 0)}} = 0 ]; then
            printf '%s; heard from %s s ago, %s\n' "$(cat "$lock/owner")" "$age" "$say"
            exit {{IsHeld}}
          fi
          rm -rf "$lock"
        fi
        mkdir -p "$lock" && : >"$lock/$EDGESTACK_MARK" && printf '%s' {{ShellText.Quote(owner)}} >"$lock/owner" && echo "$now" >"$lock/beat"
        """);
}
