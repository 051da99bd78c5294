using System.Collections.Immutable;
using System.Threading.Channels;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.Events;

/// <summary>
/// Writes Events about the objects at fault, the only thing that the gateway ever writes to a cluster. Nobody waits for it, and nothing depends
/// on its success.
/// </summary>
internal sealed partial class EventWriter(KubernetesApi api, EventMetrics metrics, TimeProvider time, ILogger<EventWriter> logger) : BackgroundService
{
    private const string Component = "edgestack-gateway";

    // After that a Role may have been bound, or a namespace may have been made again.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private static readonly string Instance = Environment.MachineName;

    // Only the newest state is worth telling.
    private readonly Channel<ImmutableArray<ObjectProblems>> _offered = Channel.CreateBounded<ImmutableArray<ObjectProblems>>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly EventLedger _ledger = new(time);
    private readonly Backoff _backoff = new();
    private readonly HashSet<(WatchFaultReason Reason, string Namespace)> _logged = [];

    /// <summary>These objects are wrong or have been. Never waits.</summary>
    public void Offer(ImmutableArray<ObjectProblems> objects) => _offered.Writer.TryWrite(objects);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task<bool>? news = null;
        while (true)
        {
            while (_offered.Reader.TryRead(out ImmutableArray<ObjectProblems> objects))
                metrics.Dropped(_ledger.Learn(objects));
            (EventNote? note, TimeSpan pause) = _ledger.Next();
            if (note is not null)
            {
                await WriteAsync(note, stoppingToken);
                continue;
            }

            // One wait for news at a time: those that a pause ends would pile up.
            news ??= _offered.Reader.WaitToReadAsync(stoppingToken).AsTask();
            try
            {
                await news.WaitAsync(pause, time, stoppingToken);
                news = null;
            }
            catch (TimeoutException)
            {
                // Something is due.
            }
        }
    }

    private async Task WriteAsync(EventNote note, CancellationToken stoppingToken)
    {
        ObjectEvent said = new()
        {
            Name = note.Name,
            About = note.About,
            IsWarning = note.IsWarning,
            Reason = note.Reason,
            Message = note.Message,
            Component = Component,
            Instance = Instance,
            At = time.GetUtcNow(),
        };
        switch (await api.WriteEventAsync(said, note.Count, stoppingToken))
        {
            case EventAnswer.Written { Count: var count }:
                metrics.Written();
                _backoff.Reset();
                _logged.RemoveWhere(cause => cause.Namespace.Length == 0 || cause.Namespace == note.About.Namespace);
                _ledger.Said(note, count);
                break;
            case EventAnswer.Failed failed:
                metrics.Failed();
                await FailedAsync(note, failed, stoppingToken);
                break;
        }
    }

    private async Task FailedAsync(EventNote note, EventAnswer.Failed failed, CancellationToken stoppingToken)
    {
        (WatchFaultReason reason, string why) = (failed.Fault.Reason, failed.Fault.Message);
        bool isOfNamespace = reason is WatchFaultReason.Forbidden or WatchFaultReason.NotServed or WatchFaultReason.Rejected;
        if (_logged.Add((reason, isOfNamespace ? note.About.Namespace : "")))
            LogFailed(note.About.Namespace, why);
        if (reason == WatchFaultReason.Rejected)
            _ledger.Said(note, null);
        else if (isOfNamespace)
            _ledger.Pause(note.About.Namespace, AfterRefusal);
        else
            await Task.Delay(_backoff.Next(failed.RetryAfter), time, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kubernetes Events in namespace {Namespace} are not written; routes serve all the same, and the problems are in this log and at /api/v1/problems: {Why}")]
    private partial void LogFailed(string @namespace, string why);
}
