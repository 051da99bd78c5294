using System.Diagnostics.CodeAnalysis;

namespace EdgeStack.Routes.Tests;

/// <summary>Tests that measure the heap run while no other one does.</summary>
[CollectionDefinition(nameof(WholeHeap), DisableParallelization = true)]
[SuppressMessage("Maintainability", "CA1515:Consider making public types internal", Justification = "xUnit finds only public definitions.")]
public sealed class WholeHeap;
