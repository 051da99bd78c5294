using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace EdgeStack.Gateway.Connections;

/// <summary>Every connection of a visitor's, the tunnel's included: at the end of the program those that stand are waited for, then cut.</summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionContext, OpenConnection> _open = new();
    private TaskCompletionSource? _left;

    public int Count => _open.Count;

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        OpenConnection open = new();
        connection.Features.Set(open);
        _open[connection] = open;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
            Interlocked.Exchange(ref _left, null)?.TrySetResult();
        }
    }

    /// <summary>Waits until no more than so many stand; asked again whenever one has left.</summary>
    public async Task UntilAtMostAsync(Func<int> limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _left, left);
            if (Count <= limit())
                return;
            await left.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends all that stand, whatever is under way on them.</summary>
    public void Cut()
    {
        foreach ((ConnectionContext connection, OpenConnection open) in _open)
        {
            open.Cut();
            connection.Abort(new ConnectionAbortedException("the gateway has ended"));
        }
    }
}
