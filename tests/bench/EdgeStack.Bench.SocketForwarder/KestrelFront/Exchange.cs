// Hot path: once a request.
using System.Net.Sockets;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>A visitor's request and what the upstream answers, one after another on one visitor's connection.</summary>
internal sealed class Exchange(RouteTable<Origin> table, IFeatureCollection features)
{
    private readonly RememberedFields _remembered = new();

    public async Task ProcessAsync()
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        IHttpResponseFeature response = features.GetRequiredFeature<IHttpResponseFeature>();
        if (table.Find(new RequestFacts(HostName.Canonical(request.Headers.Host.ToString()), request.Path)) is not { } origin || !RequestHead.IsForwarded(request))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await ForwardAsync(origin, request, response);
        }
        catch (Exception fault) when (fault is SocketException or IOException or InvalidDataException or InvalidOperationException or ObjectDisposedException or OperationCanceledException)
        {
            // A visitor who has seen a head must not take what came for the whole.
            if (response.HasStarted)
                features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();
            else
                Refuse(response);
        }
    }

    private async Task ForwardAsync(Origin origin, IHttpRequestFeature request, IHttpResponseFeature response)
    {
        bool hasBody = features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        UpstreamConnection upstream = await origin.TakeAsync();
        bool atRest = false;
        try
        {
            while (true)
            {
                try
                {
                    atRest = await ForwardAsync(upstream, request, response, hasBody);
                    return;
                }
                catch (Exception fault) when (fault is SocketException or EndOfStreamException && upstream is { WasUsed: true, HasAnswered: false } && !hasBody && RequestHead.IsRepeatable(request))
                {
                    // The origin ended the connection while the request was on its way.
                }

                origin.Drop(upstream);
                upstream = await origin.ConnectAsync();
            }
        }
        finally
        {
            if (atRest)
                origin.GiveBack(upstream);
            else
                origin.Drop(upstream);
        }
    }

    // True when the upstream can take another request.
    private async ValueTask<bool> ForwardAsync(UpstreamConnection upstream, IHttpRequestFeature request, IHttpResponseFeature response, bool hasBody)
    {
        upstream.Outgoing.ResetWrittenCount();
        RequestHead.Write(upstream.Outgoing, request, features.GetRequiredFeature<IHttpConnectionFeature>(), hasBody);
        await upstream.SendAsync();
        Task<bool>? upload = hasBody ? RequestBody.SendAsync(features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader, upstream, request.Headers.ContentLength is null) : null;
        try
        {
            await upstream.ReadAnswerAsync();
            AnswerHead answer = upstream.Answer;
            BodyEnd end = answer.BodyEnd(request.Method == HttpMethods.Head);
            response.StatusCode = answer.Status;
            _remembered.CopyTo(response.Headers, answer, upstream.Unread[..answer.Length]);
            upstream.Take(answer.Length);
            IHttpResponseBodyFeature body = features.GetRequiredFeature<IHttpResponseBodyFeature>();
            await body.StartAsync();
            await AnswerBody.CopyAsync(upstream, end, body.Writer);
            return answer.Persists && end != BodyEnd.Close && upload is null or { IsCompletedSuccessfully: true, Result: true };
        }
        finally
        {
            if (upload is { IsCompleted: false })
                await RequestBody.StopAsync(upload, upstream, features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader);
        }
    }

    private static void Refuse(IHttpResponseFeature response)
    {
        response.Headers.Clear();
        response.Headers.ContentLength = 0;
        response.StatusCode = StatusCodes.Status502BadGateway;
    }
}
