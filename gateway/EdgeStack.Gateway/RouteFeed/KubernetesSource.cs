using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Labelled ConfigMaps with the Services and endpoints of their namespaces, from watches. EndpointSlices where the server has them as v1
/// (1.21 and later), else Endpoints.
/// </summary>
internal sealed class KubernetesSource(KubernetesApi api, ImmutableArray<string> namespaces, TimeProvider time) : IRouteSource
{
    private const int KindsPerNamespace = 3;

    private static readonly TimeSpan DiscoveryRetry = TimeSpan.FromSeconds(2);

    // Between a list that lost too much and the one that has to confirm it.
    private static readonly TimeSpan SecondOpinion = TimeSpan.FromSeconds(2);

    public string Name => $"Kubernetes {string.Join(',', namespaces)}";

    public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SourceScope whole = new(Name, "discovery");
        bool? slices = null;
        while (slices is null)
        {
            (slices, string? fault) = await HasSlicesAsync(cancellationToken);
            yield return new SourceChange.Faulted(whole, fault);
            if (slices is null)
                await Task.Delay(DiscoveryRetry, time, cancellationToken);
        }

        Channel<SourceChange> merged = Channel.CreateBounded<SourceChange>(64);
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] watches = [.. namespaces.SelectMany(name => Watches(name, slices.Value, merged.Writer, watching.Token))];
        HashSet<SourceScope> listed = [];
        await foreach (SourceChange change in merged.Reader.ReadAllAsync(cancellationToken))
        {
            yield return change;
            if (change is SourceChange.Replaced && listed.Add(change.Scope) && listed.Count == namespaces.Length * KindsPerNamespace)
                yield return new SourceChange.Complete(whole);
        }

        await Task.WhenAll(watches);
    }

    private async Task<(bool? Slices, string? Fault)> HasSlicesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await api.ServesAsync("discovery.k8s.io/v1", "endpointslices", cancellationToken), null);
        }
        catch (KubernetesApiException fault)
        {
            return (null, fault.Message);
        }
    }

    private IEnumerable<Task> Watches(string @namespace, bool slices, ChannelWriter<SourceChange> output, CancellationToken cancellationToken) =>
    [
        PumpAsync(Resources.Services, @namespace, Translation(Resources.Services, @namespace, KubernetesItems.Service), output, cancellationToken),
        slices
            ? PumpAsync(Resources.EndpointSlices, @namespace, Translation(Resources.EndpointSlices, @namespace, KubernetesItems.Endpoints), output, cancellationToken)
            : PumpAsync(Resources.Endpoints, @namespace, Translation(Resources.Endpoints, @namespace, KubernetesItems.Endpoints), output, cancellationToken),
        PumpAsync(Resources.ConfigMaps, @namespace, Translation(Resources.ConfigMaps, @namespace, KubernetesItems.Routes, new ListDoubt()), output, cancellationToken),
    ];

    private ChangeTranslation<T> Translation<T>(Resource<T> resource, string @namespace, Func<T, SourceItem> item, ListDoubt? doubt = null) =>
        new(new SourceScope(Name, $"{resource.Plural} in {@namespace}"), item, doubt);

    private async Task PumpAsync<T>(
        Resource<T> resource, string @namespace, ChangeTranslation<T> translation, ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        try
        {
            string? selector = resource == (object)Resources.ConfigMaps ? $"{RouteObject.Label}=true" : null;
            while (true)
            {
                await FollowAsync(api.WatchAsync(resource, @namespace, selector, cancellationToken), translation, output, cancellationToken);
                // A new watch begins with a new list: the second opinion.
                await Task.Delay(SecondOpinion, time, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            output.TryComplete(fault); // a bug: it must end the source loudly
        }
    }

    /// <summary>Returns at a list that has to be confirmed by another one.</summary>
    private static async Task FollowAsync<T>(
        IAsyncEnumerable<Change<T>> changes, ChangeTranslation<T> translation, ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        await foreach (Change<T> change in changes.WithCancellation(cancellationToken))
        {
            if (translation.Doubt(change) is { } doubtful)
            {
                await output.WriteAsync(doubtful, cancellationToken);
                return;
            }

            foreach (SourceChange translated in translation.Of(change))
                await output.WriteAsync(translated, cancellationToken);
        }
    }
}
