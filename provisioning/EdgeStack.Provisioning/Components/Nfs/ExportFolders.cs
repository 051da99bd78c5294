using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components.Nfs;

/// <summary>The folders that are exported. One that is there is the user's, and stays as it is.</summary>
internal sealed class ExportFolders(Storage storage) : IStep
{
    // On a disk that is not there yet, nothing is.
    private readonly FactQuery.Command _state = new(
        $"{(storage.Disk is { } disk ? $"mountpoint -q {disk.Mount} && on=1 || on=" : "on=1")}; " + string.Concat(storage.Exports.Select(export =>
            $"if [ -z \"$on\" ] && {IsOnDisk(storage, export)}; then echo absent; elif [ -d {export.Path} ]; then echo folder; elif [ -e {export.Path} ]; then echo other; else echo absent; fi; ")));

    public string Name => "storage.folders";

    public string Title => "the folders that are shared";

    public ImmutableArray<FactQuery> Queries => [_state];

    public StepOutcome Judge(NodeFacts facts)
    {
        string[] states = facts[_state].Lines;
        if (states.Length != storage.Exports.Length)
            throw new FormatException("it does not say which folders are there");
        NfsExport[] missing = [.. storage.Exports.Zip(states).Where(pair => pair.Second == "absent").Select(pair => pair.First)];
        if (storage.Exports.Zip(states).FirstOrDefault(pair => pair.Second == "other").First is { } file)
            return new StepOutcome.Blocked($"{file.Path} is no folder", "move it away, or export another folder");
        return missing.Length == 0 ? StepOutcome.Unchanged.Instance
            : new StepOutcome.Change([.. missing.Select(export => new Difference.Value(export.Path, null, $"of {OwnerOf(export).User}:{OwnerOf(export).Group}"))], [.. missing.Select(Make)]);
    }

    private static NodeAction.Run Make(NfsExport export) => new($"make {export.Path}", $"install -d -o {OwnerOf(export).User} -g {OwnerOf(export).Group} -m 775 {export.Path}")
    {
        UndoScript = $"rmdir {export.Path} 2>/dev/null || :",
    };

    private static (int User, int Group) OwnerOf(NfsExport export) => export.Squash == NfsExport.SquashNone ? (0, 0) : export.Anonymous;

    private static string IsOnDisk(Storage storage, NfsExport export) => storage.Disk is { } disk && export.Path.StartsWith($"{disk.Mount}/", StringComparison.Ordinal) ? "true" : "false";
}
