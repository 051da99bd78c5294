using System.IO.Pipelines;
using EdgeStack.Gateway.AccessLog;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeStack.Gateway.Proxying;

/// <summary>Puts counting streams around what a request reads and writes.</summary>
internal static class CountingFeatures
{
    public static void Count(HttpContext context, AccessRecord record)
    {
        IFeatureCollection features = context.Features;
        features.Set<IHttpResponseBodyFeature>(new ResponseBody(features.GetRequiredFeature<IHttpResponseBodyFeature>(), record));
        if (features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            context.Request.Body = new CountingStream(context.Request.Body, record);
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            features.Set<IHttpUpgradeFeature>(new Upgrade(upgrade, record));
    }

    private sealed class ResponseBody(IHttpResponseBodyFeature inner, AccessRecord record) : CountingStream(inner.Stream, record), IHttpResponseBodyFeature
    {
        public Stream Stream => this;

        public PipeWriter Writer => inner.Writer;

        public Task CompleteAsync() => inner.CompleteAsync();

        public void DisableBuffering() => inner.DisableBuffering();

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
    }

    private sealed class Upgrade(IHttpUpgradeFeature inner, AccessRecord record) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new CountingStream(await inner.UpgradeAsync(), record);
    }
}
