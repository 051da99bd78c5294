using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>A disk where it is to be, at each boot too, by a line of /etc/fstab. A node whose disk is away still boots. Nothing is formatted.</summary>
internal sealed class DiskMount(StorageDisk disk) : IStep
{
    private const string Path = "/etc/fstab", StepName = "storage.disk";

    private static readonly FactQuery.File Table = new(Path);

    // The device of the file system, what is mounted there, and whether something lies there that the mount would hide.
    private readonly FactQuery.Command _state = new(
        $"d=$(blkid -U {ShellText.Quote(disk.Uuid)} || :); echo \"${{d:-none}}\"; m=$(findmnt -nro SOURCE --mountpoint {disk.Mount} | tail -n 1); echo \"${{m:-none}}\"; " +
        $"if [ -z \"$m\" ] && [ -n \"$(ls -A {disk.Mount} 2>/dev/null)\" ]; then echo covers; else echo clear; fi");

    public string Name => StepName;

    public string Title => "the disk, where it is to be";

    public ImmutableArray<FactQuery> Queries => [Table, _state];

    public StepOutcome Judge(NodeFacts facts)
    {
        if (facts[_state].Lines is not [var device, var mounted, var below])
            throw new FormatException("it does not say what is mounted");
        if (device == "none")
            return new StepOutcome.Blocked($"no disk of it has a file system with the UUID {disk.Uuid}", "`lsblk -o NAME,SIZE,FSTYPE,UUID,MODEL` on the node shows what is there; nothing is formatted by edgestack");
        if (mounted != "none" && mounted != device)
            return new StepOutcome.Blocked($"{mounted} is mounted at {disk.Mount}, not {device}", "unmount it, or take another folder");
        string table = facts.Of(Table)?.WholeText ?? "";
        // Lines of the user's own for the same folder.
        string[] own = [.. MarkedBlock.Others(table, StepName).Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(words => words is [var source, var folder, ..] && source[0] != '#' && folder == disk.Mount).Select(words => words[0])];
        if (own.FirstOrDefault(source => source != $"UUID={disk.Uuid}") is { } other)
            return new StepOutcome.Blocked($"{Path} mounts {other} at {disk.Mount}", "take that line out, or take another folder");
        ManagedFile wanted = new(Path, Content.OfText(MarkedBlock.Replace(table, StepName, own.Length > 0 ? [] : [$"UUID={disk.Uuid} {disk.Mount} auto defaults,noatime,nofail,x-systemd.device-timeout=30s 0 2"])))
        {
            Check = $"[ \"$(findmnt --tab-file \"$1\" -nro SOURCE {disk.Mount} | tail -n 1)\" = {ShellText.Quote($"UUID={disk.Uuid}")} ]",
        };
        List<Difference> differences = [];
        List<NodeAction> actions = [];
        if (wanted.Compare(facts.Own) is { } file)
        {
            differences.Add(file);
            actions.Add(new NodeAction.WriteFile(wanted));
        }

        if (mounted == "none")
        {
            differences.Add(new Difference.Value(disk.Mount, "not mounted", device));
            actions.Add(new NodeAction.Run($"mount {disk.Mount}", $"mkdir -p {disk.Mount}; systemctl daemon-reload; mount {disk.Mount}") { UndoScript = $"if mountpoint -q {disk.Mount}; then umount {disk.Mount}; fi; systemctl daemon-reload" });
        }

        return actions.Count == 0 ? StepOutcome.Unchanged.Instance
            : new StepOutcome.Change([.. differences], [.. actions]) { Warning = below == "covers" ? $"what lies in {disk.Mount} now is hidden behind the disk" : null };
    }
}
