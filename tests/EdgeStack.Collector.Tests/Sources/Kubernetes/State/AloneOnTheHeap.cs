namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

/// <summary>Tests that measure the heap run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1515 // xunit finds only public ones
public sealed class AloneOnTheHeap
#pragma warning restore CA1515
{
    internal const string Name = "alone on the heap";
}
