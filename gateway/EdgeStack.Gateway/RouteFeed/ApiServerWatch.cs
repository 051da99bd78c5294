using System.Threading.Channels;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>Asks the API server where it listens, again and again, for a gateway that does not watch the Service which says so.</summary>
internal sealed class ApiServerWatch(KubernetesApi api, SourceScope scope, TimeProvider time)
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private readonly Backoff _backoff = new();
    private string? _told, _fault;

    public async Task RunAsync(ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
                await Task.Delay(await AskAsync(output, cancellationToken), time, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            output.TryComplete(fault); // a bug: it must end the source loudly
        }
    }

    /// <returns>How long to wait before it is asked again.</returns>
    private async Task<TimeSpan> AskAsync(ChannelWriter<SourceChange> output, CancellationToken cancellationToken)
    {
        try
        {
            ServiceEndpoints own = await api.ReadServerEndpointsAsync(cancellationToken);
            await SayAsync(output, null, cancellationToken);
            await TellAsync(output, [KubernetesItems.Endpoints(own)], Text(own), cancellationToken);
            _backoff.Reset();
            return Again;
        }
        catch (KubernetesApiException unknown)
        {
            await SayAsync(output, unknown.Message, cancellationToken);
            // Where nobody may ask, routes must serve all the same.
            if (unknown.Fault?.Reason == WatchFaultReason.Forbidden && _told is null)
                await TellAsync(output, [], "", cancellationToken);
            return _backoff.Next();
        }
    }

    private static string Text(ServiceEndpoints own) => string.Join(',',
        own.Groups.SelectMany(group => group.Ports.SelectMany(port => group.Addresses.Select(address => $"{address.Address} {port.Port} {address.Ready}"))).Order(StringComparer.Ordinal));

    private async Task TellAsync(ChannelWriter<SourceChange> output, SourceItem[] items, string text, CancellationToken cancellationToken)
    {
        if (_told == text)
            return;
        _told = text;
        await output.WriteAsync(new SourceChange.Replaced(scope, [.. items], []), cancellationToken);
    }

    private async Task SayAsync(ChannelWriter<SourceChange> output, string? fault, CancellationToken cancellationToken)
    {
        if (_fault == fault)
            return;
        _fault = fault;
        await output.WriteAsync(new SourceChange.Faulted(scope, fault), cancellationToken);
    }
}
