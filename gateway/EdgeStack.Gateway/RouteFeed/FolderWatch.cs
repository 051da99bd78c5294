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

    // Network file systems and overlays lose notifications.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(10);

    // While the folder is away, or cannot be watched.
    private static readonly TimeSpan LookUnwatched = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _stirs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
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
    public async Task StirredAsync(CancellationToken cancellationToken)
    {
        if (!await StirsWithinAsync(_watchers.Count > 0 ? LookAnyway : LookUnwatched, cancellationToken))
            return;
        long began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < LongestStir && await StirsWithinAsync(Quiet, cancellationToken))
        {
            // still being written
        }
    }

    public void Dispose()
    {
        foreach (FileSystemWatcher watcher in _watchers)
            watcher.Dispose();
        _watchers.Clear();
    }

    private async Task<bool> StirsWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await _stirs.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Watch(string path)
    {
        try
        {
            FileSystemWatcher watcher = new(path) { IncludeSubdirectories = true };
            watcher.Changed += Stir;
            watcher.Created += Stir;
            watcher.Deleted += Stir;
            watcher.Renamed += Stir;
            watcher.Error += (_, _) => _stirs.Writer.TryWrite(true);
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

    private void Stir(object sender, FileSystemEventArgs change) => _stirs.Writer.TryWrite(true);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No change notifications for {Folder} ({Reason}): its changes take up to ten seconds")]
    private partial void LogUnwatched(string folder, string reason);
}
