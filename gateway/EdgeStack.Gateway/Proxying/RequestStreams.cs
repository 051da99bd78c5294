using System.IO.Pipelines;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Gateway.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Puts what counts and watches around the streams that a request reads and writes.</summary>
internal sealed class RequestStreams(StallLimit stalls)
{
    /// <summary>Wraps them; what is returned has to be disposed of when the request has ended.</summary>
    public StallWatch? Wrap(HttpContext context, AccessRecord record)
    {
        StallWatch? watch = stalls.Watch(context);
        IFeatureCollection features = context.Features;
        features.Set<IHttpResponseBodyFeature>(new ResponseBody(features.GetRequiredFeature<IHttpResponseBodyFeature>(), record, watch));
        if (features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            context.Request.Body = new CountingStream(context.Request.Body, record, watch);
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, features, record, watch));
        return watch;
    }

    private sealed class ResponseBody(IHttpResponseBodyFeature inner, AccessRecord record, StallWatch? watch)
        : CountingStream(inner.Stream, record, watch), IHttpResponseBodyFeature
    {
        public Stream Stream => this;

        public PipeWriter Writer => inner.Writer;

        public Task CompleteAsync() => inner.CompleteAsync();

        public void DisableBuffering() => inner.DisableBuffering();

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, IFeatureCollection features, AccessRecord record, StallWatch? watch) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync()
        {
            CountingStream stream = new(await inner.UpgradeAsync(), record, watch);
            return features.Get<OpenWebSocket>() is { } socket ? socket.Begin(stream) : stream;
        }
    }
}
