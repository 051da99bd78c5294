using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using EdgeStack.Gateway.Secrets;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Follows the Secrets that routes name and tells the feed when one appears or goes. It holds no routes, but counts as a source: the gateway is not
/// ready before it has asked for every Secret once.
/// </summary>
internal sealed class SecretsSource(SecretStore store, Func<ClusterSecrets?> cluster, Func<SourceHealth> health, TimeProvider time) : IRouteSource
{
    public string Name => "Secrets";

    public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SourceScope scope = new(Name, "");
        ClusterSecrets? reader = cluster();
        bool complete = false;
        while (true)
        {
            // Both are taken before anything is looked at, so that what changes meanwhile is looked at next.
            Task stirred = store.Stirred;
            bool othersComplete = health().Sources.All(source => source.Complete || source.Name == Name);
            ImmutableHashSet<SecretName> wanted = store.Wanted;
            TimeSpan pause = reader is null ? Timeout.InfiniteTimeSpan : await reader.RefreshAsync(cancellationToken);
            if (!store.Missing().SequenceEqual(store.SettledWithout, StringComparer.Ordinal))
                yield return new SourceChange.SecretsChanged(scope);
            if (!complete && othersComplete && wanted.All(name => reader?.HasTried(name) != false))
            {
                complete = true;
                yield return new SourceChange.Complete(scope);
            }

            await PauseAsync(stirred, pause, cancellationToken);
        }
    }

    private async Task PauseAsync(Task stirred, TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await stirred.WaitAsync(pause, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Something is due.
        }
    }
}
