using EdgeStack.Collector.Exposition;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>A kind of object: watched on one side, written as samples on the other. Safe for both at once.</summary>
internal abstract class ObjectKind
{
    /// <summary>As in URLs and roles: <c>deployments</c>.</summary>
    public abstract string Plural { get; }

    /// <summary>Watches it until it is told to stop. Whatever fails is a fault of this kind, and is tried again.</summary>
    /// <exception cref="OperationCanceledException">The only way in which it ends.</exception>
    public abstract Task WatchAsync(KubernetesApi api, ILogger logger, CancellationToken stopping);

    /// <summary>Forgets everything, as before the first answer.</summary>
    public abstract void Forget();

    /// <summary>Writes what is known, which is the last that was heard.</summary>
    /// <returns>What this knowledge is worth.</returns>
    public abstract WatchState Write(SampleWriter samples);
}
