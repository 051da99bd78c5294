using System.Threading.Channels;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Tells when something stirs in a folder. The system's watches are renewed after every stir: one that was set on a folder says nothing
/// any more when the folder has been deleted and made again.
/// </summary>
internal sealed partial class FolderWatch(string folder, TimeProvider time, ILogger logger) : IDisposable
{
    // An editor that truncates and writes, a copy of many files: wait until it is quiet, but not for ever.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50), LongestStir = TimeSpan.FromMilliseconds(250);

    // A file that was written beside and then took its name is whole; only another one may follow, for a route that moves from file to file.
    private static readonly TimeSpan QuietAfterWhole = TimeSpan.FromMilliseconds(10);

    // Network file systems and overlays lose notifications.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(10);

    // While the folder is away, or cannot be watched.
    private static readonly TimeSpan LookUnwatched = TimeSpan.FromMilliseconds(500);

    // A byte for each; the system itself keeps a limited number of them.
    private readonly Channel<FolderStir> _stirs = Channel.CreateUnbounded<FolderStir>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<FileSystemWatcher> _watchers = [];
    private bool _saidUnwatched;

    /// <summary>Sets the watches anew, on the folder and on the folders that links in it lead to. To be called before looking.</summary>
    public void Renew(IEnumerable<string> linkedFolders)
    {
        Dispose();
        foreach (string watched in linkedFolders.Prepend(folder))
            Watch(watched);
    }

    /// <summary>Returns when something has stirred and it is quiet again, or when it is time to look anyway.</summary>
    /// <param name="lookAgain">How long at most, when something is waited for that need not stir; else null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StirredAsync(TimeSpan? lookAgain, CancellationToken cancellationToken)
    {
        TimeSpan limit = _watchers.Count > 0 ? LookAnyway : LookUnwatched;
        FolderStir? stir = await StirsWithinAsync(lookAgain < limit ? lookAgain.Value : limit, cancellationToken);
        long began = time.GetTimestamp();
        bool isBeingWritten = false, isWhole = false;
        while (stir is { } seen)
        {
            isBeingWritten |= seen == FolderStir.Writing;
            isWhole |= seen == FolderStir.Whole;
            if (_stirs.Reader.TryRead(out FolderStir next))
                stir = next;
            else if (time.GetElapsedTime(began) >= LongestStir)
                return;
            else
                stir = await StirsWithinAsync(isWhole && !isBeingWritten ? QuietAfterWhole : Quiet, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
            watcher.Dispose();
        _watchers.Clear();
    }

    private async Task<FolderStir?> StirsWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await _stirs.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Watch(string path)
    {
        try
        {
            FileSystemWatcher watcher = new(path) { IncludeSubdirectories = true };
            watcher.Changed += Stirred;
            watcher.Created += Stirred;
            watcher.Deleted += Stirred;
            watcher.Renamed += (_, change) => Stirred(FolderStirs.OfRename(change.OldName ?? "", change.Name ?? ""));
            watcher.Error += (_, _) => Stirred(FolderStir.Writing);
            _watchers.Add(watcher);
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            if (!_saidUnwatched && Directory.Exists(path))
                LogUnwatched(path, fault.Message);
            _saidUnwatched = true;
        }
    }

    private void Stirred(object sender, FileSystemEventArgs change) => Stirred(FolderStirs.Of(change.Name ?? ""));

    private void Stirred(FolderStir stir) => _stirs.Writer.TryWrite(stir);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No change notifications for {Folder} ({Reason}): its changes take up to ten seconds")]
    private partial void LogUnwatched(string folder, string reason);
}
