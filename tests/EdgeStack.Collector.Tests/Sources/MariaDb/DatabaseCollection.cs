namespace EdgeStack.Collector.Tests.Sources.MariaDb;

/// <summary>Tests with a real server run one after another.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1515 // xunit finds only public ones
public sealed class DatabaseCollection : ICollectionFixture<SharedDatabase>
#pragma warning restore CA1515
{
    public const string Name = "a real MariaDB";
}
