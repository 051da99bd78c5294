using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Commands;

/// <summary>What came of a run, as JSON.</summary>
/// <param name="SchemaVersion">Of this format.</param>
/// <param name="Run">The run's name, as <c>undo</c> takes it.</param>
/// <param name="Hosts">Those that the run was about.</param>
internal sealed record RunDocument(int SchemaVersion, string Run, ImmutableArray<RunDocument.HostRun> Hosts)
{
    /// <summary>A node.</summary>
    /// <param name="Name">In the inventory.</param>
    /// <param name="Fault">What kept us from it.</param>
    /// <param name="DurationMs">Of all its steps, in milliseconds.</param>
    /// <param name="Steps">In their order.</param>
    internal sealed record HostRun(string Name, PlanDocument.Problem? Fault, long DurationMs, ImmutableArray<RunLine> Steps);
}
