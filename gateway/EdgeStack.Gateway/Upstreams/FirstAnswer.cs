using System.Net.Http;
using System.Runtime.CompilerServices;

namespace EdgeStack.Gateway.Upstreams;

/// <summary>
/// Watches a connection for the first byte that comes over it. The HTTP client asks again when a connection ends without an answer: that is right
/// for one that had been kept and had ended meanwhile, and wrong for a new one, where the upstream got the request and hung up.
/// </summary>
internal sealed class FirstAnswer
{
    private volatile bool _came;

    /// <summary>Passes a read on.</summary>
    /// <param name="reading">The read, begun.</param>
    /// <param name="isWait">Whether it only waits for bytes and takes none.</param>
    public ValueTask<int> Watch(ValueTask<int> reading, bool isWait) => _came || isWait ? reading : WatchFirstAsync(reading);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WatchFirstAsync(ValueTask<int> reading)
    {
        int count = await reading;
        if (count == 0 && !_came)
            throw new HttpIOException(HttpRequestError.ResponseEnded, "the upstream ended the connection without an answer");
        _came = true;
        return count;
    }
}
