using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Commands;

/// <summary>A plan as JSON.</summary>
/// <param name="SchemaVersion">Of this format.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Hosts">In the order of the inventory.</param>
internal sealed record PlanDocument(int SchemaVersion, string Cluster, ImmutableArray<PlanDocument.Host> Hosts)
{
    /// <summary>Of a saved plan: what it was made from.</summary>
    public Origin? Made { get; init; }

    /// <summary>What a saved plan was made from.</summary>
    /// <param name="At">When.</param>
    /// <param name="Inventory">Full path.</param>
    /// <param name="InventoryDigest">SHA-256 of the inventory's text.</param>
    /// <param name="Salt">Of the steps' digests, so that they tell nothing about secrets to who has not this file.</param>
    internal sealed record Origin(DateTimeOffset At, string Inventory, string InventoryDigest, string Salt)
    {
        /// <summary>Those that were chosen; null when it was all.</summary>
        public ImmutableArray<string>? Steps { get; init; }
    }

    /// <summary>A node.</summary>
    /// <param name="Name">In the inventory.</param>
    /// <param name="Fault">Why it could not be asked.</param>
    /// <param name="Steps">None when it could not be asked.</param>
    internal sealed record Host(string Name, Problem? Fault, ImmutableArray<Step> Steps);

    /// <summary>Something that is in the way.</summary>
    /// <param name="Code">Which kind: <c>edgestack explain</c> knows it.</param>
    /// <param name="Cause">What is wrong.</param>
    /// <param name="Fix">What to do.</param>
    internal sealed record Problem(string Code, string Cause, string Fix);

    /// <summary>A step.</summary>
    /// <param name="Name">Component and part.</param>
    /// <param name="Title">What it is good for.</param>
    /// <param name="Outcome">unchanged, change, unsupported or blocked.</param>
    internal sealed record Step(string Name, string Title, string Outcome)
    {
        /// <summary>Of a change: safe, restart, network, reboot or data.</summary>
        public string? Risk { get; init; }

        /// <summary>Of a change: line by line, as people see it.</summary>
        public ImmutableArray<string>? Differences { get; init; }

        /// <summary>Why it is unsupported.</summary>
        public string? Why { get; init; }

        /// <summary>What blocks it.</summary>
        public Problem? Obstacle { get; init; }

        /// <summary>Of a change in a saved plan: of everything that would be done.</summary>
        public string? Digest { get; init; }
    }
}
