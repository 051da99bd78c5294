using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Planning;

/// <summary>What a step has to do on a node.</summary>
internal abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>The node is as it should be.</summary>
    internal sealed record Unchanged : StepOutcome
    {
        public static Unchanged Instance { get; } = new();
    }

    /// <summary>Something is different.</summary>
    /// <param name="Differences">What, for people.</param>
    /// <param name="Actions">What is done about it, in this order.</param>
    /// <param name="Risk">The worst that may come of it.</param>
    internal sealed record Change(ImmutableArray<Difference> Differences, ImmutableArray<NodeAction> Actions, Risk Risk = Risk.Safe) : StepOutcome
    {
        /// <summary>What whoever agrees to it should know.</summary>
        public string? Warning { get; init; }
    }

    /// <summary>This kernel or host lacks what it takes. It is told, and is neither a difference nor a failure.</summary>
    internal sealed record Unsupported(string Why) : StepOutcome;

    /// <summary>It must not or cannot be done here as things are.</summary>
    /// <param name="Why">A sentence without its subject.</param>
    /// <param name="Fix">What to do.</param>
    internal sealed record Blocked(string Why, string Fix) : StepOutcome;
}
