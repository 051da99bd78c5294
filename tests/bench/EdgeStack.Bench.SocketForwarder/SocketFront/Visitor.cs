// Hot path: once a request.
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeStack.Bench.SocketForwarder.Heads;
using EdgeStack.Bench.SocketForwarder.Upstream;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Table;

namespace EdgeStack.Bench.SocketForwarder.SocketFront;

/// <summary>Serves one visitor's requests, one after another, without Kestrel.</summary>
internal sealed class Visitor(Socket socket, RouteTable<Origin> table) : IDisposable
{
    private const int LongestHost = 255;

    private readonly VisitorSocket _visitor = new(socket);
    private readonly VisitorHead _head = new();
    private bool _hasStarted, _uploadFailed, _endsWithAnswer;

    public async Task ServeAsync()
    {
        try
        {
            bool goesOn = true;
            while (goesOn)
            {
                while (!_head.TryRead(_visitor.Unread))
                {
                    if (!await _visitor.TryFillAsync())
                        return;
                }

                goesOn = await AnswerAsync();
            }
        }
        catch (InvalidDataException)
        {
            await _visitor.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The visitor is gone.
        }
        finally
        {
            Dispose();
        }
    }

    public void Dispose() => _visitor.Dispose();

    // True when the visitor may ask again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> AnswerAsync()
    {
        (_hasStarted, _uploadFailed, _endsWithAnswer) = (false, false, false);
        if (Find() is not { } origin)
            return await RefuseAsync("404 Not Found");
        try
        {
            await ForwardAsync(origin);
            return !_uploadFailed && !_endsWithAnswer && !_head.Fields.Closes;
        }
        catch (Exception fault) when (fault is SocketException or EndOfStreamException or InvalidDataException or ObjectDisposedException)
        {
            if (!_hasStarted)
                return await RefuseAsync("502 Bad Gateway");
            _visitor.Reset();
            return false;
        }
    }

    private async ValueTask<bool> RefuseAsync(string status)
    {
        bool ends = _head.HasBody || _head.Fields.Closes;
        _visitor.Take(_head.HasBody ? 0 : _head.Length);
        await _visitor.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n{(ends ? "Connection: close\r\n" : "")}\r\n"));
        return !ends;
    }

    // The routes of this experiment look at hosts only, so the path is not decoded.
    private Origin? Find()
    {
        Span<char> host = stackalloc char[LongestHost];
        ReadOnlySpan<byte> written = _head.Host.Value(_visitor.Unread);
        if (written.Length > LongestHost)
            return null;
        Encoding.Latin1.GetChars(written, host);
        return table.Find(new RequestFacts(HostName.Canonical(host[..written.Length]), "/"));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ForwardAsync(Origin origin)
    {
        UpstreamConnection upstream = await origin.TakeAsync();
        bool atRest = false;
        try
        {
            if (!await TryExchangeAsync(upstream))
            {
                origin.Drop(upstream);
                upstream = await origin.ConnectAsync();
                if (!await TryExchangeAsync(upstream))
                    throw new EndOfStreamException();
            }

            _endsWithAnswer = upstream.Answer.BodyEnd(_head.IsHead) == BodyEnd.Close;
            atRest = upstream.Answer.Persists && !_endsWithAnswer && !_uploadFailed;
        }
        finally
        {
            if (atRest)
                origin.GiveBack(upstream);
            else
                origin.Drop(upstream);
        }
    }

    // False when the origin ended a connection that had waited, while the request was on its way.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TryExchangeAsync(UpstreamConnection upstream)
    {
        bool askedForHead = _head.IsHead;
        Task<bool>? upload = null;
        try
        {
            upstream.Outgoing.ResetWrittenCount();
            _head.Write(upstream.Outgoing, _visitor.Unread[.._head.Length], _visitor.Address);
            await upstream.SendAsync();
            if (_head.HasBody)
                upload = StartUpload(upstream);
            await upstream.ReadAnswerAsync();
        }
        catch (Exception fault) when (fault is SocketException or EndOfStreamException && upload is null && upstream is { WasUsed: true, HasAnswered: false } && _head.IsRepeatable)
        {
            return false;
        }

        if (upload is null)
            _visitor.Take(_head.Length);
        _hasStarted = true;
        await Answering.SendAsync(upstream, askedForHead, _head.Fields.Closes, _visitor);
        // An upload that the answer has overtaken cannot be called off: both connections end.
        _uploadFailed = upload is not (null or { IsCompletedSuccessfully: true, Result: true });
        return true;
    }

    private Task<bool> StartUpload(UpstreamConnection upstream)
    {
        (long? length, bool asks) = (_head.Fields.ContentLength, _head.Fields.ExpectsContinue);
        _visitor.Take(_head.Length);
        return Uploading.SendAsync(_visitor, upstream, length, asks);
    }
}
