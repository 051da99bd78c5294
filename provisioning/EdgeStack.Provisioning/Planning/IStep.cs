using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>
/// A part of what a node should be. It asks, and judges by the answers alone: before it is done that gives the plan, afterwards the proof. So a step that is
/// found half done needs no care of its own.
/// </summary>
internal interface IStep
{
    /// <summary>Component and part: <c>base.sysctl</c>.</summary>
    string Name { get; }

    /// <summary>What it is good for, in a few words.</summary>
    string Title { get; }

    /// <summary>What it has to know about its node.</summary>
    ImmutableArray<FactQuery> Queries { get; }

    /// <summary>It may lock us out: it takes itself back unless a new connection succeeds afterwards.</summary>
    bool NeedsConfirmation => false;

    /// <summary>Folders with data of users that are there because of this step; taking it back leaves them.</summary>
    ImmutableArray<string> Data => [];

    /// <summary>Steps, also of other nodes, that have to be done before.</summary>
    ImmutableArray<StepKey> After => [];

    /// <summary>Pure: the same facts give the same outcome.</summary>
    StepOutcome Judge(NodeFacts facts);
}
