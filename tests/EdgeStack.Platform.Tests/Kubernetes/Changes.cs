using System.Threading.Channels;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Kubernetes;

/// <summary>What a consumer was told, one after the other.</summary>
internal sealed class Changes<T>(ChannelReader<Change<T>> changes, TimeSpan patience)
{
    /// <summary>Fails when the next change is not of this kind.</summary>
    public async Task<TChange> NextAsync<TChange>()
        where TChange : Change<T> => Assert.IsType<TChange>(await changes.ReadAsync().AsTask().WaitAsync(patience));

    public async Task<T> UpsertedAsync() => (await NextAsync<Change<T>.Upserted>()).Item;

    public async Task<T[]> ListedAsync() => [.. (await NextAsync<Change<T>.Listed>()).Items];

    public async Task<WatchFault> InterruptedAsync() => (await NextAsync<Change<T>.Interrupted>()).Fault;

    public Task ResumedAsync() => NextAsync<Change<T>.Resumed>();
}
