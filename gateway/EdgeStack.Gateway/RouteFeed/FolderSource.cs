using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Route files in a folder, sub-folders included; also a mounted ConfigMap, whose files are links into a hidden folder that kubelet
/// swaps as a whole (<c>..data</c>).
/// </summary>
internal sealed partial class FolderSource(string folder, TimeProvider time, ILogger<FolderSource> logger) : IRouteSource
{
    // Long enough for an editor to finish its write-and-rename, short enough that nobody notices.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(60);

    // Network file systems and overlays lose notifications.
    private static readonly TimeSpan Rescan = TimeSpan.FromSeconds(10);

    // A loop of links must not become a loop of ours.
    private const int MaxDepth = 8;

    // Digest of each file's content; empty while it cannot be read.
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    public string Name => $"folder {folder}";

    public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<bool> stirred = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using FileSystemWatcher? watcher = Watch(stirred.Writer);
        foreach (SourceChange change in Scan())
            yield return change;
        yield return new SourceChange.Complete(new SourceScope(Name, ""));
        while (!cancellationToken.IsCancellationRequested)
        {
            await StirredAsync(stirred.Reader, cancellationToken);
            foreach (SourceChange change in Scan())
                yield return change;
        }
    }

    // Returns after a notification and a moment of quiet, or when it is time to look anyway.
    private async Task StirredAsync(ChannelReader<bool> stirred, CancellationToken cancellationToken)
    {
        using (CancellationTokenSource look = new(Rescan, time))
        using (CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(look.Token, cancellationToken))
        {
            try
            {
                await stirred.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }

        await Task.Delay(Settle, time, cancellationToken);
        stirred.TryRead(out _);
    }

    private FileSystemWatcher? Watch(ChannelWriter<bool> stirred)
    {
        try
        {
            FileSystemWatcher watcher = new(folder) { IncludeSubdirectories = true };
            watcher.Changed += (_, _) => stirred.TryWrite(true);
            watcher.Created += (_, _) => stirred.TryWrite(true);
            watcher.Deleted += (_, _) => stirred.TryWrite(true);
            watcher.Renamed += (_, _) => stirred.TryWrite(true);
            watcher.Error += (_, _) => stirred.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException)
        {
            LogNoNotifications(folder, Rescan, fault.Message);
            return null;
        }
    }

    /// <summary>Compares every file with what was seen last and reports the differences, in the order of the paths.</summary>
    internal IEnumerable<SourceChange> Scan()
    {
        List<SourceChange> changes = [];
        HashSet<string> present = new(StringComparer.Ordinal);
        try
        {
            foreach (string path in Files(folder))
            {
                present.Add(path);
                ScanFile(path, changes);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder itself is away, for example unmounted: what was known stays.
            changes.Add(Unreadable(".", fault.Message));
            return changes;
        }

        foreach (string gone in _seen.Keys.Where(path => !present.Contains(path)).ToArray())
        {
            _seen.Remove(gone);
            changes.Add(new SourceChange.Replaced(Scope(gone), [], []));
        }

        return changes;
    }

    private void ScanFile(string path, List<SourceChange> changes)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (FileNotFoundException)
        {
            return; // deleted since it was listed: the next look reports that
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _seen[path] = "";
            changes.Add(Unreadable(path, fault.Message));
            return;
        }

        string digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        if (_seen.TryGetValue(path, out string? before) && before == digest)
            return;
        _seen[path] = digest;
        ManifestReading reading = ManifestReader.Read(path, text, Path.GetRelativePath(folder, path));
        changes.Add(reading.Unreadable
            ? new SourceChange.Unreadable(Scope(path), reading.Problems)
            : new SourceChange.Replaced(Scope(path), Items(reading), reading.Problems));
    }

    private static ImmutableArray<SourceItem> Items(ManifestReading reading) =>
    [
        .. reading.Services.Select(service => new SourceItem.Service(service)),
        .. reading.Endpoints.Select(endpoints => new SourceItem.Endpoints(endpoints)),
        .. reading.Objects.Select(@object => new SourceItem.Routes(@object)),
    ];

    // Names that begin with a dot are kubelet's hidden folders, editors' swap files and git's own.
    private static IEnumerable<string> Files(string folder, int depth = 0) => depth > MaxDepth ? [] : Directory.EnumerateFileSystemEntries(folder)
        .Where(path => !Path.GetFileName(path).StartsWith('.'))
        .Order(StringComparer.Ordinal)
        .SelectMany(path => Directory.Exists(path) ? Files(path, depth + 1) : Path.GetExtension(path) is ".yaml" or ".yml" or ".json" ? [path] : []);

    private SourceScope Scope(string path) => new(Name, Path.GetRelativePath(folder, path));

    private SourceChange.Unreadable Unreadable(string path, string message) => new(
        Scope(path), [new Problem(Severity.Error, new SourceLocation(path, path, 0, 0), $"cannot be read: {message}", "what it held before keeps serving")]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No change notifications for {Folder}, looking every {Every} instead: {Reason}")]
    private partial void LogNoNotifications(string folder, TimeSpan every, string reason);
}
