using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Execution;

/// <summary>What might lock us out has been done, and takes itself back: unless we get in anew, and say so from there.</summary>
/// <param name="shell">The connection from before.</param>
/// <param name="reopen">Opens another one.</param>
/// <param name="revertAfter">When it takes itself back.</param>
internal sealed class Confirmation(IRemoteShell shell, Func<CancellationToken, Task<IRemoteShell>> reopen, TimeSpan revertAfter)
{
    /// <param name="unit">Takes it back.</param>
    /// <param name="script">Confirms it, from within.</param>
    /// <param name="then">What to do when it would lock us out.</param>
    /// <returns>Null when it is confirmed.</returns>
    public async Task<StepResult.Failed?> AskAsync(string unit, string script, string then)
    {
        try
        {
            await using IRemoteShell fresh = await reopen(CancellationToken.None);
            RemoteReply reply = await fresh.RunAsync(new RemoteScript(script, TimeSpan.FromSeconds(30)), CancellationToken.None);
            return reply.ExitCode == 0 ? null : new StepResult.Failed(FaultCode.Unconfirmed, "the timer that takes it back could not be stopped", reply.Error, $"it is taken back within {revertAfter.TotalSeconds:0} s");
        }
        catch (RemoteException lockedOut)
        {
            return new StepResult.Failed(FaultCode.LockedOut, $"would lock us out: a new connection {lockedOut.Fault.Message}", "", await TakeBackAsync(unit)
                ? $"it was taken back; {then}"
                : $"it takes itself back within {revertAfter.TotalSeconds:0} s; then {then}");
        }
    }

    // The connection that is still there need not wait for the timer.
    private async Task<bool> TakeBackAsync(string unit)
    {
        try
        {
            RemoteReply reply = await shell.RunAsync(new RemoteScript($"systemctl start {ShellText.Quote($"{unit}.service")}", TimeSpan.FromSeconds(120)), CancellationToken.None);
            return reply.ExitCode == 0;
        }
        catch (RemoteException)
        {
            return false;
        }
    }
}
