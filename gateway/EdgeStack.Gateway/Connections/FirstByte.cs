using System.IO.Pipelines;
using EdgeStack.Gateway.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeStack.Gateway.Connections;

/// <summary>
/// Closes connections on which nobody says anything. Kestrel would give a silent one its keep-alive time, which has to be long for those who
/// have asked something before.
/// </summary>
internal sealed class FirstByte(GatewayOptions options, TimeProvider time)
{
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (await ComesAsync(connection))
            await next(connection);
        else
            connection.Abort(new ConnectionAbortedException("nothing was said"));
    }

    private async Task<bool> ComesAsync(ConnectionContext connection)
    {
        PipeReader input = connection.Transport.Input;
        try
        {
            if (!input.TryRead(out ReadResult read))
                read = await WaitAsync(connection, input);
            bool came = !read.Buffer.IsEmpty;
            input.AdvanceTo(read.Buffer.Start);
            return came;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task<ReadResult> WaitAsync(ConnectionContext connection, PipeReader input)
    {
        // Also given up when the server stops: then only what has been asked already is finished.
        CancellationToken stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using CancellationTokenSource patience = new(options.Connections.FirstByteTimeout, time);
        using CancellationTokenRegistration late = patience.Token.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), input);
        using CancellationTokenRegistration stopped = stopping.UnsafeRegister(static state => ((PipeReader)state!).CancelPendingRead(), input);
        return await input.ReadAsync(connection.ConnectionClosed);
    }
}
