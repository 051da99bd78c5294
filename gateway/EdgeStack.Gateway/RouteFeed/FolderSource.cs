using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Gateway.Secrets;
using EdgeStack.RouteFolders;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Route files in a folder, sub-folders included; also a mounted ConfigMap, whose files are links into a hidden folder that kubelet
/// swaps as a whole (<c>..data</c>).
/// </summary>
internal sealed class FolderSource(string folder, SecretStore secrets, TimeProvider time, ILogger<FolderSource> logger) : IRouteSource
{
    // Whatever the times of files say: those of network file systems are by other clocks.
    private static readonly TimeSpan ReadAnyway = TimeSpan.FromSeconds(10);

    // Two edits that follow each other closely may have the same time, as coarse as the file system keeps it.
    private static readonly TimeSpan SettlesAfter = TimeSpan.FromSeconds(2);

    // Looks may follow each other within milliseconds.
    private static readonly TimeSpan StaysEmpty = TimeSpan.FromSeconds(1);

    // What stood at each path when it was read, where a later edit is bound to show in it.
    private readonly Dictionary<string, FileStatus> _settled = new(StringComparer.Ordinal);
    private long? _readAll;

    // Digest of each file's content; one of these while there is none.
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    // What each file asked for when it could be read.
    private readonly Dictionary<string, ProtectionMentions> _protection = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadableFolders = new(StringComparer.Ordinal);
    // Since when each has been seen without content.
    private readonly Dictionary<string, long> _emptied = new(StringComparer.Ordinal);

    public string Name => $"folder {folder}";

    public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using FolderWatch watch = new(folder, time, logger);
        for (bool first = true; ; first = false)
        {
            // Watched before it is read, so that nothing is missed in between; what stirs meanwhile is looked at next.
            watch.Renew(FolderListing.Of(folder).LinkedFolders);
            foreach (SourceChange change in Scan())
                yield return change;
            if (first)
                yield return new SourceChange.Complete(new SourceScope(Name, ""));
            await watch.StirredAsync(_emptied.Count > 0 ? StaysEmpty : null, cancellationToken);
        }
    }

    /// <summary>Compares every file with what was seen last and reports the differences, in the order of the paths.</summary>
    private List<SourceChange> Scan()
    {
        List<SourceChange> changes = [];
        if (_readAll is not { } since || time.GetElapsedTime(since) >= ReadAnyway)
        {
            _settled.Clear();
            _readAll = time.GetTimestamp();
        }

        FolderListing listing = FolderListing.Of(folder);
        ReportFolders(listing, changes);
        foreach (string path in listing.Files)
            ScanFile(path, changes);
        HashSet<string> present = [.. listing.Files];
        foreach (string gone in _seen.Keys.Where(path => !present.Contains(path) && !IsBelowUnreadable(path, listing)).ToArray())
        {
            _seen.Remove(gone);
            _settled.Remove(gone);
            _emptied.Remove(gone);
            _protection.Remove(gone);
            secrets.PutFile(gone, []);
            changes.Add(new SourceChange.Replaced(Scope(gone), [], []));
        }

        return changes;
    }

    private void ReportFolders(FolderListing listing, List<SourceChange> changes)
    {
        foreach ((string path, string reason) in listing.Unreadable)
        {
            _unreadableFolders.Add(path);
            changes.Add(Unreadable(path, reason));
        }

        foreach (string readable in _unreadableFolders.Where(path => !listing.Unreadable.ContainsKey(path)).ToArray())
        {
            _unreadableFolders.Remove(readable);
            changes.Add(new SourceChange.Replaced(Scope(readable), [], []));
        }
    }

    private static bool IsBelowUnreadable(string path, FolderListing listing) =>
        listing.Unreadable.Keys.Any(unreadable => path.StartsWith(unreadable + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private void ScanFile(string path, List<SourceChange> changes)
    {
        // Before reading: what changes meanwhile is read again.
        FileStatus? status = FileStatus.Of(path, followLinks: true);
        if (status is { } found && _settled.TryGetValue(path, out FileStatus known) && known == found)
            return;
        _settled.Remove(path);
        switch (RouteFileReading.Of(path))
        {
            case RouteFileReading.Text text:
                ScanText(path, text.Letters, changes);
                if (status is { } read && text.Letters.Length > 0 && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(read.Changed.Seconds) > SettlesAfter)
                    _settled.Add(path, read);
                break;
            case RouteFileReading.Refused refused:
                _seen[path] = ""; // no digest is empty: when it can be read again, it is
                changes.Add(Unreadable(path, refused.Why));
                break;
        }
    }

    private void ScanText(string path, string text, List<SourceChange> changes)
    {
        string digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        bool isAsBefore = _seen.TryGetValue(path, out string? before) && before == digest;
        if (IsBeingWritten(path, text, hadContent: before is not null && !isAsBefore) || isAsBefore)
            return;
        _seen[path] = digest;
        ManifestReading reading = ManifestReader.Read(path, text, Path.GetRelativePath(folder, path));
        ProtectionMentions protection = ProtectionMentions.Of([text]);
        if (reading.Unreadable)
        {
            string? more = _protection.TryGetValue(path, out ProtectionMentions? known) ? protection.MoreThan(known) : null;
            changes.Add(new SourceChange.Unreadable(Scope(path), reading.Problems) { Protection = more });
            return;
        }

        _protection[path] = protection;
        // Not through the feed: what goes there may be kept on disk.
        secrets.PutFile(path, reading.Secrets);
        changes.Add(new SourceChange.Replaced(Scope(path), Items(reading), reading.Problems));
    }

    // A file that had content and is empty is most likely in the middle of being written: it counts as empty when it still is after a while.
    private bool IsBeingWritten(string path, string text, bool hadContent)
    {
        if (text.Length == 0 && hadContent && (_emptied.TryAdd(path, time.GetTimestamp()) || time.GetElapsedTime(_emptied[path]) < StaysEmpty))
            return true;
        _emptied.Remove(path);
        return false;
    }

    private static ImmutableArray<SourceItem> Items(ManifestReading reading) =>
    [
        .. reading.Services.Select(service => new SourceItem.Service(service)),
        .. reading.Endpoints.Select(endpoints => new SourceItem.Endpoints(endpoints)),
        .. reading.Objects.Select(@object => new SourceItem.Routes(@object)),
    ];

    private SourceScope Scope(string path) => new(Name, Path.GetRelativePath(folder, path));

    private SourceChange.Unreadable Unreadable(string path, string reason) => new(Scope(path), [Problem(path, reason)]);

    private static Problem Problem(string path, string reason) =>
        new(Severity.Error, new SourceLocation(path, path, 0, 0), $"cannot be read: {reason}", "what it held before keeps serving");
}
