using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeStack.Gateway.Upstreams;
using EdgeStack.Kubernetes;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>
/// Labelled ConfigMaps with the Services and endpoints of their namespaces, from watches. EndpointSlices where the server has them as v1
/// (1.21 and later), else Endpoints. What the server does not tell in time comes from disk.
/// </summary>
internal sealed class KubernetesSource(KubernetesApi api, ImmutableArray<string> namespaces, TableKeeper keeper, TimeProvider time) : IRouteSource
{
    private const string ApiServerPart = "addresses of the API server";

    private static readonly TimeSpan DiscoveryRetry = TimeSpan.FromSeconds(2);

    // Between a list that lost too much and the one that has to confirm it.
    private static readonly TimeSpan SecondOpinion = TimeSpan.FromSeconds(2);

    // Less than the host waits for the first routes, so that it begins with those from disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public string Name { get; } = NameOf(namespaces);

    // Its own Service stands among those that are watched.
    private bool WatchesApiServer => namespaces.Contains(ApiServerAddresses.Namespace, StringComparer.Ordinal);

    public static string NameOf(ImmutableArray<string> namespaces) => $"Kubernetes {string.Join(',', namespaces)}";

    public async IAsyncEnumerable<SourceChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<SourceChange> merged = Channel.CreateBounded<SourceChange>(64);
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (SavedTable Table, DateTimeOffset Written)? saved = keeper.Read();
        ClusterProgress progress = new(Name, [.. namespaces.SelectMany(Parts), .. WatchesApiServer ? [] : (ImmutableArray<string>[])[[ApiServerPart]]], saved);
        Task[] pumps =
        [
            ReadClusterAsync(saved?.Table, merged.Writer, reading.Token),
            SayWhenOverdueAsync(merged.Writer, reading.Token),
            ReportDiskAsync(merged.Writer, reading.Token),
        ];
        await foreach (SourceChange change in merged.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (SourceChange told in change is Overdue ? progress.Recall() : progress.Of(change))
                yield return told;
        }

        await Task.WhenAll(pumps);
    }

    private static IEnumerable<ImmutableArray<string>> Parts(string @namespace) =>
    [
        [PartOf(Resources.Services, @namespace)],
        [PartOf(Resources.EndpointSlices, @namespace), PartOf(Resources.Endpoints, @namespace)],
        [PartOf(Resources.ConfigMaps, @namespace)],
    ];

    private static string PartOf<T>(Resource<T> resource, string @namespace) => $"{resource.Plural} in {@namespace}";

    private async Task SayWhenOverdueAsync(ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        await Task.Delay(Patience, time, cancellationToken);
        await output.WriteAsync(new Overdue(Name), cancellationToken);
    }

    private async Task ReportDiskAsync(ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        await foreach (SourceChange change in keeper.ProblemsAsync(cancellationToken))
            await output.WriteAsync(change, cancellationToken);
    }

    private async Task ReadClusterAsync(SavedTable? saved, ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        try
        {
            SourceScope discovery = new(Name, "discovery");
            bool? slices = null;
            while (slices is null)
            {
                (slices, string? fault) = await HasSlicesAsync(cancellationToken);
                await output.WriteAsync(new SourceChange.Faulted(discovery, fault), cancellationToken);
                if (slices is null)
                    await Task.Delay(DiscoveryRetry, time, cancellationToken);
            }

            await Task.WhenAll(
            [
                .. namespaces.SelectMany(name => Watches(name, slices.Value, saved, output, cancellationToken)),
                WatchesApiServer ? Task.CompletedTask : new ApiServerWatch(api, new SourceScope(Name, ApiServerPart), time).RunAsync(output, cancellationToken),
            ]);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            output.TryComplete(fault); // a bug: it must end the source loudly
        }
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

    private IEnumerable<Task> Watches(string @namespace, bool slices, SavedTable? saved, ChannelWriter<SourceChange> output, CancellationToken cancellationToken) =>
    [
        PumpAsync(Resources.Services, @namespace, null, KubernetesItems.Service, null, output, cancellationToken),
        PumpAsync(slices ? Resources.EndpointSlices : Resources.Endpoints, @namespace, null, KubernetesItems.Endpoints, null, output, cancellationToken),
        PumpAsync(Resources.ConfigMaps, @namespace, $"{RouteObject.Label}=true", KubernetesItems.Routes, DoubtFrom(saved, @namespace), output, cancellationToken),
    ];

    // The first list after a start is measured against what was known before it.
    private static ListDoubt DoubtFrom(SavedTable? saved, string @namespace) => new(saved?.Scopes
        .Where(scope => scope.Part == PartOf(Resources.ConfigMaps, @namespace))
        .SelectMany(scope => scope.Items).Select(item => (item.Namespace, item.Name)) ?? []);

    private async Task PumpAsync<T>(
        Resource<T> resource, string @namespace, string? selector, Func<T, SourceItem> item, ListDoubt? doubt, ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        ChangeTranslation<T> translation = new(new SourceScope(Name, PartOf(resource, @namespace)), item, doubt);
        try
        {
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

    /// <summary>The cluster had its time to tell what it holds.</summary>
    private sealed record Overdue(string Source) : SourceChange(new SourceScope(Source, ""));
}
