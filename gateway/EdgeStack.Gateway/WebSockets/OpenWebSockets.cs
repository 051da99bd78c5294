using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EdgeStack.Gateway.RouteFeed;

namespace EdgeStack.Gateway.WebSockets;

/// <summary>
/// The WebSockets that are open. Edits of other routes do not touch them; they are told to end when their route no longer serves them, and
/// when the program ends.
/// </summary>
internal sealed partial class OpenWebSockets
{
    /// <summary>Between our close frame and the end, for both to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<OpenWebSocket, bool> _open = new();
    private readonly RoutePublisher _publisher;
    private readonly CurrentRoutes _current;
    private readonly TimeProvider _time;
    private readonly ILogger<OpenWebSockets> _logger;
    private CancellationToken _hurry;
    private volatile bool _stopping;

    public OpenWebSockets(RoutePublisher publisher, CurrentRoutes current, IMeterFactory meters, TimeProvider time, ILogger<OpenWebSockets> logger)
    {
        (_publisher, _current, _time, _logger) = (publisher, current, time, logger);
        meters.Create("EdgeStack.Gateway.WebSockets").CreateObservableGauge("edgestack_gateway_websockets", () => Count, null, "WebSockets that are open.");
    }

    public int Count => _open.Count;

    /// <summary>From now on a WebSocket ends when a new table no longer lets it in.</summary>
    public void Watch() => _publisher.Swapped += (_, swap) => Judge(swap.After);

    /// <summary>Puts our stream into the upstream's 101, before the visitor's side is upgraded.</summary>
    public async ValueTask PrepareAsync(HttpContext context, HttpResponseMessage response, string? upstream, CancellationToken cancellationToken)
    {
        if (context.Features.Get<WayIn>() is not { } way)
            return;
        HttpContent content = response.Content;
        OpenWebSocket socket = new(way with { Service = upstream ?? "" }, await content.ReadAsStreamAsync(cancellationToken), context.Abort, Add, ended => _open.TryRemove(ended, out _));
        response.Content = new UpgradedContent(content, socket.Upstream);
        context.Features.Set(socket);
    }

    /// <summary>Says goodbye to all that are open, and to whoever comes after that; returns when all have ended or may be cut.</summary>
    /// <param name="hurry">Ends the wait for answers.</param>
    public Task CloseAsync(CancellationToken hurry)
    {
        (_hurry, _stopping) = (hurry, true);
        return Task.WhenAll(_open.Keys.Select(LeaveAsync));
    }

    private void Add(OpenWebSocket socket)
    {
        _open[socket] = true;
        RouteSnapshot snapshot = _current.Snapshot;
        if (_stopping || (snapshot.Revision != socket.Way.Revision && !IsLetIn(socket, RoutesByKey(snapshot), snapshot)))
            _ = LeaveAsync(socket);
    }

    private Task LeaveAsync(OpenWebSocket socket) => socket.GoAwayAsync(Patience, _time, _hurry);

    private void Judge(RouteSnapshot snapshot)
    {
        if (_open.IsEmpty)
            return;
        ILookup<(string, string), RouteTarget> routes = RoutesByKey(snapshot);
        OpenWebSocket[] ending = [.. _open.Keys.Where(socket => !socket.GoesAway && !IsLetIn(socket, routes, snapshot))];
        if (ending.Length == 0)
            return;
        LogEnding(ending.Length);
        foreach (OpenWebSocket socket in ending)
            _ = LeaveAsync(socket);
    }

    // A route that stays as it was keeps its WebSockets, whatever comes before it now; a changed one those that it would still let in.
    private static bool IsLetIn(OpenWebSocket socket, ILookup<(string, string), RouteTarget> routes, RouteSnapshot snapshot) =>
        routes[socket.Way.Key].Any(socket.Way.StaysOpenBy) || socket.WouldBeLetInBy(snapshot.Table);

    private static ILookup<(string, string), RouteTarget> RoutesByKey(RouteSnapshot snapshot) => snapshot.Targets.ToLookup(WayIn.KeyOf);

    [LoggerMessage(Level = LogLevel.Information, Message = "The routes of {Count} open WebSockets are gone, lead elsewhere or are protected otherwise: they are told to close")]
    private partial void LogEnding(int count);
}
