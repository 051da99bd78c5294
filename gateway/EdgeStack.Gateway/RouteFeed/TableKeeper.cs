using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeStack.Gateway.State;
using EdgeStack.Routes.Problems;
using SourceItems = System.Collections.Immutable.ImmutableArray<System.Collections.Generic.KeyValuePair<EdgeStack.Gateway.RouteFeed.SourceScope, System.Collections.Immutable.ImmutableArray<EdgeStack.Gateway.RouteFeed.SourceItem>>>;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Keeps the last good table of a cluster on disk, so that a restart serves while the API server is away. Writes by itself, at most every
/// five seconds and 16 KiB a second on the average: an SD card wears out by being written to. Nobody waits for it.
/// </summary>
internal sealed partial class TableKeeper : BackgroundService, IFeedFollower
{
    private const int BytesPerSecond = 16 * 1024;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(30);

    // Only the newest state is worth writing.
    private readonly Channel<SourceItems> _offered =
        Channel.CreateBounded<SourceItems>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Channel<ImmutableArray<string>> _faults = Channel.CreateUnbounded<ImmutableArray<string>>();
    private readonly SavedTableFile? _file;
    private readonly string _folder, _source, _server;
    private readonly TimeProvider _time;
    private readonly ILogger<TableKeeper> _logger;
    private ImmutableArray<string> _told = [];
    // A card that spoils files says so until the next start, although the file is written anew at once.
    private ImmutableArray<string> _damage = [];

    /// <param name="folder">Where it may write.</param>
    /// <param name="source">Name of the source that is kept.</param>
    /// <param name="server">The API server that it is from.</param>
    /// <param name="time">For the pauses.</param>
    /// <param name="logger">Says what could not be read or written.</param>
    public TableKeeper(string folder, string source, string server, TimeProvider time, ILogger<TableKeeper> logger)
    {
        (_folder, _source, _server, _time, _logger) = (folder, source, server, time, logger);
        if (StateFolder.WhyUnusable(folder) is { } why)
            LogOff(why);
        else
            _file = new SavedTableFile(folder);
    }

    /// <summary>What was kept of this API server, and when; null when there is nothing that can be used.</summary>
    public (SavedTable Table, DateTimeOffset Written)? Read()
    {
        if (_file is null)
            return null;
        (SavedTable? table, DateTimeOffset? written, ImmutableArray<string> faults) = _file.Read();
        Tell(_damage = faults);
        if (table is null || written is not { } at)
            return null;
        if (table.Server == _server)
            return (table, at);
        LogOtherServer(_folder, table.Server, _server);
        return null;
    }

    /// <summary>What is wrong with the file, whenever that changes.</summary>
    public async IAsyncEnumerable<SourceChange> ProblemsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SourceScope scope = new(_source, $"last good routes in {_folder}");
        await foreach (ImmutableArray<string> faults in _faults.Reader.ReadAllAsync(cancellationToken))
            yield return new SourceChange.Unreadable(scope, [.. faults.Select(fault => new Problem(Severity.Warning, new SourceLocation(_folder, _folder, 0, 0), fault))]);
    }

    // Half a source on disk would take the other half away at the next start, so nothing is kept before all of it is known.
    public void Published(FeedState state, SourceHealth health)
    {
        if (_file is not null && health.IsComplete(_source) && state.TakeUnsaved(_source) is { } items)
            _offered.Writer.TryWrite(items);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_file is null)
            return;
        try
        {
            while (await _offered.Reader.WaitToReadAsync(stoppingToken))
            {
                // One at a time: what comes while it is written waits for the pause as well, and so does another attempt.
                if (_offered.Reader.TryRead(out SourceItems items))
                    await Task.Delay(Write(_file, items), _time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // What came in the pause must not get lost with the process.
            if (_offered.Reader.TryRead(out SourceItems last))
                Write(_file, last);
        }
    }

    private TimeSpan Write(SavedTableFile file, SourceItems items)
    {
        try
        {
            int bytes = file.Write(SavedTable.Of(_server, items));
            Tell(_damage);
            if (bytes > 0)
                LogWritten(bytes, _folder);
            TimeSpan pause = TimeSpan.FromSeconds(bytes / BytesPerSecond);
            return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Tell([.. _damage, $"the last good routes cannot be written: {fault.Message}"]);
            // Unless something newer has come meanwhile, it is tried again.
            if (_offered.Reader.Count == 0)
                _offered.Writer.TryWrite(items);
            return AfterFault;
        }
    }

    private void Tell(ImmutableArray<string> faults)
    {
        if (_told.SequenceEqual(faults))
            return;
        foreach (string fault in faults.Except(_told))
            LogFault(fault);
        _told = faults;
        _faults.Writer.TryWrite(faults);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The last good routes are not kept for a restart without the API server: {Why}; the setting state.folder names a folder")]
    private partial void LogOff(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Last good routes on disk: {Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The routes in {Folder} are of the cluster at {Theirs} and not of {Ours}: they are not used")]
    private partial void LogOtherServer(string folder, string theirs, string ours);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Wrote the last good routes, {Bytes} bytes, to {Folder}")]
    private partial void LogWritten(int bytes, string folder);
}
