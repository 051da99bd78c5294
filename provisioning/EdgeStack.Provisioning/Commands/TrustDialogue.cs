using System.Collections.Immutable;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Commands;

/// <summary>One node's host key: fetched, shown, compared, confirmed, noted.</summary>
internal sealed class TrustDialogue(Surroundings surroundings, ClusterFolder folder, HostKeys keys, bool isSure, bool replaces)
{
    public async Task<int> RunAsync(Node node, CancellationToken stop)
    {
        ImmutableArray<string> shown;
        try
        {
            shown = await keys.FetchAsync(node, stop);
        }
        catch (RemoteException unreachable)
        {
            surroundings.Screen.Failure(unreachable.Fault.Code, $"{node.Name} {unreachable.Fault.Message}");
            surroundings.Screen.Progress($"  {unreachable.Fault.Fix}");
            return ExitCode.Unreachable;
        }

        foreach (string line in shown)
            surroundings.Screen.RawData($"{node.Name} ({node.Address}): {HostKeys.Fingerprint(line)}");
        if (node.Access.HostKey is { } pin)
            return Compare(node, shown, pin);
        string[] known = File.Exists(folder.KnownHosts) ? await File.ReadAllLinesAsync(folder.KnownHosts, stop) : [];
        string host = shown[0].Split(' ')[0];
        string[] before = [.. known.Where(line => line.Split(' ')[0] == host)];
        if (shown.All(before.Contains))
        {
            surroundings.Screen.Progress($"{node.Name}: known already.");
            return ExitCode.Fine;
        }

        if (before.Length > 0 && !replaces)
        {
            surroundings.Screen.Failure(FaultCode.ChangedHostKey, $"{node.Name} had another key before: {HostKeys.Fingerprint(before[0])}");
            surroundings.Screen.Progress("  Somebody may stand in between. If the machine was set up anew: --replace.");
            return ExitCode.Failure;
        }

        if (!isSure && !await IsConfirmedAsync(node, stop))
            return ExitCode.Failure;
        HostKeys.Note(folder.KnownHosts, shown);
        surroundings.Screen.Progress($"{node.Name}: noted in {folder.KnownHosts}");
        return ExitCode.Fine;
    }

    private int Compare(Node node, ImmutableArray<string> shown, string pin)
    {
        if (shown.Any(line => HostKeys.KeyOf(line) == string.Join(' ', pin.Split(' ').Take(2))))
        {
            surroundings.Screen.Progress($"{node.Name}: it is the key of the inventory.");
            return ExitCode.Fine;
        }

        surroundings.Screen.Failure(FaultCode.ChangedHostKey, $"{node.Name}: the inventory names another key: {HostKeys.Fingerprint($"* {pin}")}");
        return ExitCode.Failure;
    }

    private async Task<bool> IsConfirmedAsync(Node node, CancellationToken stop)
    {
        if (await surroundings.AskLine($"Is that {node.Name}'s key? [y/N] ", stop) is { } answer)
        {
            bool isRight = YesOrNo.IsYes(answer);
            if (!isRight)
                surroundings.Screen.Progress($"{node.Name}: not noted.");
            return isRight;
        }

        surroundings.Screen.Failure($"{node.Name}: there is no terminal to ask at; --yes notes it without asking");
        return false;
    }
}
