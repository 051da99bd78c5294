using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace EdgeStack.Provisioning.Execution;

/// <summary>What is kept of a run beside the inventory: which nodes, whether it came to its end, and everything that was said.</summary>
internal sealed class RunFolder
{
    private const string RecordFile = "run.json";

    // Of those before, the last ones are enough to ask what happened.
    private const int Kept = 50;

    private readonly string _path;
    private readonly Lock _gate = new();
    private RunRecord _record;

    private RunFolder(string path, RunRecord record) => (_path, _record) = (path, record);

    public string Name => _record.Name;

    public ImmutableArray<string> Nodes => _record.Nodes;

    /// <summary>Those that were chosen; none when it was all.</summary>
    public ImmutableArray<string> Steps => _record.Steps;

    /// <summary>Of the inventory that it was begun with.</summary>
    public string InventoryDigest => _record.InventoryDigest;

    public string Log => Path.Combine(_path, "log.txt");

    /// <summary>Begins a run.</summary>
    /// <param name="runs">The folder of all runs.</param>
    /// <param name="nodes">Those that it is about.</param>
    /// <param name="steps">Those that were chosen; none for all.</param>
    /// <param name="inventory">The digest of the inventory.</param>
    /// <param name="now">Gives it its name.</param>
    public static RunFolder Begin(string runs, ImmutableArray<string> nodes, ImmutableArray<string> steps, string inventory, DateTimeOffset now)
    {
        string stem = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture), name = stem;
        for (int again = 2; Directory.Exists(Path.Combine(runs, name)); again++)
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{again}");
        RunFolder folder = new(Directory.CreateDirectory(Path.Combine(runs, name)).FullName, new RunRecord(name, nodes, steps, inventory, IsFinished: false));
        folder.Save();
        foreach (string old in Directory.GetDirectories(runs).Order(StringComparer.Ordinal).SkipLast(Kept))
            Directory.Delete(old, recursive: true);
        return folder;
    }

    /// <summary>The last run, when it did not come to its end; null otherwise.</summary>
    public static RunFolder? Unfinished(string runs)
    {
        string? last = Directory.Exists(runs) ? Directory.GetDirectories(runs).Where(folder => File.Exists(Path.Combine(folder, RecordFile))).Order(StringComparer.Ordinal).LastOrDefault() : null;
        return last is not null && JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(last, RecordFile)), RunJson.Default.RunRecord) is { IsFinished: false, Steps.IsDefault: false } record ? new RunFolder(last, record) : null;
    }

    /// <summary>It came to its end.</summary>
    public void Finish()
    {
        _record = _record with { IsFinished = true };
        Save();
    }

    /// <summary>Something that was said. Secrets are never said.</summary>
    public void Note(string line, DateTimeOffset at)
    {
        lock (_gate)
            File.AppendAllText(Log, string.Create(CultureInfo.InvariantCulture, $"{at:yyyy-MM-dd HH:mm:ss} {line}\n"));
    }

    private void Save()
    {
        string file = Path.Combine(_path, RecordFile), beside = $"{file}.new";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(_record, RunJson.Default.RunRecord));
        File.Move(beside, file, overwrite: true);
    }
}
