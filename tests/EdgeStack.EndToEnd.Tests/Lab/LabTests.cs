namespace EdgeStack.EndToEnd.Tests.Lab;

/// <summary>Tests on the real hosts run one after the other: each changes them.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1515 // xunit finds only public ones
public sealed class LabTests
#pragma warning restore CA1515
{
    internal const string Name = "the real hosts";
}
