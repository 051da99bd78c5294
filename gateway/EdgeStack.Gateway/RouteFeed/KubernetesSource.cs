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
        PumpAsync(Resources.Services, @namespace, null, KubernetesItems.Service, output, cancellationToken),
        PumpAsync(slices ? Resources.EndpointSlices : Resources.Endpoints, @namespace, null, KubernetesItems.Endpoints, output, cancellationToken),
        PumpAsync(Resources.ConfigMaps, @namespace, $"{RouteObject.Label}=true", KubernetesItems.Routes, output, cancellationToken),
    ];

    private async Task PumpAsync<T>(
        Resource<T> resource, string @namespace, string? selector, Func<T, SourceItem> item, ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        ChangeTranslation<T> translation = new(new SourceScope(Name, $"{resource.Plural} in {@namespace}"), item);
        try
        {
            await foreach (Change<T> change in api.WatchAsync(resource, @namespace, selector, cancellationToken))
            {
                foreach (SourceChange translated in translation.Of(change))
                    await output.WriteAsync(translated, cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            output.TryComplete(fault); // a bug: it must end the source loudly
        }
    }
}
