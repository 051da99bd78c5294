namespace EdgeStack.EndToEnd.Tests.Local;

/// <summary>Tests of <c>edgestack up</c> run one after the other: each wants the same ports for admin API and metrics, and takes others only when those are taken already.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1515 // xunit finds only public ones
public sealed class UpCollection
#pragma warning restore CA1515
{
    internal const string Name = "edgestack up";
}
