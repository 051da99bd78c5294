using System.Collections.Immutable;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Kubernetes;

namespace EdgeStack.Gateway.Secrets;

/// <summary>
/// Reads from the API server the Secrets that routes name, each by its name, never a list: a role with <c>resourceNames</c> is enough. What is
/// known is read again every 30 seconds, what is missing sooner at first. One loop owns it.
/// </summary>
internal sealed class ClusterSecrets(KubernetesApi api, ImmutableArray<string> namespaces, SecretStore store, TimeProvider time)
{
    private const int AtOnce = 4;

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30), AgainAtFirst = TimeSpan.FromSeconds(2);

    private readonly Dictionary<SecretName, Schedule> _schedules = [];

    /// <summary>Reads what is due, and forgets what nobody names any more. Returns how long there is nothing to do.</summary>
    public async Task<TimeSpan> RefreshAsync(CancellationToken cancellationToken)
    {
        SecretName[] wanted = [.. store.Wanted.Where(name => namespaces.Contains(name.Namespace, StringComparer.Ordinal) && !store.IsInFiles(name))];
        foreach (SecretName gone in _schedules.Keys.Except(wanted).ToArray())
        {
            _schedules.Remove(gone);
            store.PutCluster(gone, null);
        }

        foreach (SecretName[] some in wanted.Where(IsDue).Chunk(AtOnce))
        {
            SecretAnswer[] answers = await Task.WhenAll(some.Select(name => api.ReadSecretAsync(name.Namespace, name.Name, cancellationToken)));
            foreach ((SecretName name, SecretAnswer answer) in some.Zip(answers))
                Take(name, answer);
        }

        return _schedules.Count == 0 ? Timeout.InfiniteTimeSpan : Max(TimeSpan.Zero, _schedules.Values.Min(schedule => schedule.Every - time.GetElapsedTime(schedule.Read)));
    }

    /// <summary>True when every Secret that routes name has been asked for.</summary>
    public bool HasTried(SecretName name) => _schedules.ContainsKey(name) || !namespaces.Contains(name.Namespace, StringComparer.Ordinal) || store.IsInFiles(name);

    private bool IsDue(SecretName name) => !_schedules.TryGetValue(name, out Schedule? schedule) || time.GetElapsedTime(schedule.Read) >= schedule.Every;

    private void Take(SecretName name, SecretAnswer answer)
    {
        bool isKnown = store.Look(name.Namespace, name.Name) is SecretLookup.Found;
        switch (answer)
        {
            case SecretAnswer.Found { Secret: var secret }:
                store.PutCluster(name, new SecretLookup.Found($"{secret.Meta.Uid} {secret.Meta.ResourceVersion}", secret.Values));
                break;
            case SecretAnswer.Absent:
                store.PutCluster(name, new SecretLookup.Missing("it does not exist"));
                break;
            // An API server that is away, or a role that was taken away, is no reason to lock everybody out who had been let in before.
            case SecretAnswer.Failed { Fault: var fault } when !isKnown:
                store.PutCluster(name, new SecretLookup.Missing(fault.Reason == WatchFaultReason.Forbidden ? "the gateway may not read it" : fault.Message));
                break;
        }

        TimeSpan every = answer is SecretAnswer.Found ? Again
            : _schedules.TryGetValue(name, out Schedule? before) && before.Every < Again ? Min(before.Every * 2, Again)
            : AgainAtFirst;
        _schedules[name] = new Schedule(time.GetTimestamp(), every);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed record Schedule(long Read, TimeSpan Every);
}
