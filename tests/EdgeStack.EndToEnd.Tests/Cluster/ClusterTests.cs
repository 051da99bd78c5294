namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>Tests on the real cluster run one after the other: some take its API server away.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1515 // xunit finds only public ones
public sealed class ClusterTests
#pragma warning restore CA1515
{
    internal const string Name = "the real cluster";
}
