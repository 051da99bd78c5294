using System.Text.Json;
using EdgeStack.Collector.Exposition;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>A kind of object whose facts are <typeparamref name="T"/>.</summary>
/// <param name="plural">As in URLs and roles.</param>
/// <param name="versions">Group and version, best first: which of several is served is asked.</param>
/// <param name="decode">Takes the facts out of an object.</param>
/// <param name="write">Writes an object's samples.</param>
/// <param name="time">For ages and waits.</param>
internal sealed partial class WatchedKind<T>(string plural, string[] versions, Func<JsonElement, T> decode, Action<SampleWriter, T> write, TimeProvider time) : ObjectKind
    where T : ClusterObject
{
    // A page is in memory as a whole: 50 pods are about half a megabyte.
    private const int PageSize = 50;

    // A cluster's upgrade or an operator's installation may bring it later.
    private static readonly TimeSpan UntilAskedAgain = TimeSpan.FromMinutes(1);

    private readonly ObjectTable<T> _table = new(time);
    private Type? _said;

    public override string Plural => plural;

    /// <summary>Only metadata is asked for: then the rest is never in our memory.</summary>
    public bool MetadataOnly { get; init; }

    public ObjectTable<T> Table => _table;

    public override async Task WatchAsync(KubernetesApi api, ILogger logger, CancellationToken stopping)
    {
        Backoff backoff = new();
        while (true)
        {
            try
            {
                if (await ServedAsync(api, stopping) is { } version)
                    await FollowAsync(api, version, stopping);
                backoff.Reset();
                _table.NotServed();
                await Task.Delay(UntilAskedAgain, time, stopping);
            }
            catch (KubernetesApiException unanswered)
            {
                _table.Interrupted(unanswered.Message);
                await Task.Delay(backoff.Next(), time, stopping);
            }
#pragma warning disable CA1031 // a watch that ended without a word would show its last state as that of now for ever
            catch (Exception fault) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Say(logger, fault);
                _table.Interrupted($"its watch failed in a way that was not foreseen ({fault.GetType().Name}) and is begun anew");
                await Task.Delay(backoff.Next(), time, stopping);
            }
        }
    }

    public override void Forget() => _table.Forget();

    public override WatchState Write(SampleWriter samples) => _table.Read(item => write(samples, item));

    // Every attempt may end like this: as a problem it counts each time, here it is said once.
    private void Say(ILogger logger, Exception fault)
    {
        if (_said != fault.GetType())
            LogUnexpected(logger, plural, fault);
        _said = fault.GetType();
    }

    // With one version only, the watch itself says whether it is served.
    private async Task<string?> ServedAsync(KubernetesApi api, CancellationToken stopping)
    {
        if (versions.Length == 1)
            return versions[0];
        foreach (string version in versions)
        {
            if (await api.ServesAsync(version, plural, stopping))
                return version;
        }

        return null;
    }

    /// <summary>Returns when this version is not served any more.</summary>
    private async Task FollowAsync(KubernetesApi api, string version, CancellationToken stopping)
    {
        Resource<T> resource = new(version, plural, decode) { MetadataOnly = MetadataOnly, PageSize = PageSize };
        await foreach (Change<T> change in api.WatchAsync(resource, null, null, stopping))
        {
            if (change is Change<T>.Interrupted { Fault.Reason: WatchFaultReason.NotServed })
                return;
            _table.Apply(change);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The watch on {Resource} failed in a way that was not foreseen, which is a mistake of ours: please report it. It is begun anew")]
    private static partial void LogUnexpected(ILogger logger, string resource, Exception fault);
}
