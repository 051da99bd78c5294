using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace EdgeStack.Provisioning.Planning;

/// <summary>
/// A unit that runs, at each boot too, with the configuration that it is to have. What it was started with last is noted on the node as a digest, so that a run that was
/// cut off between writing a file and starting the unit is noticed by the next one, and a unit is started anew only when something it reads is another.
/// </summary>
/// <param name="Name">The unit's name.</param>
/// <param name="Inputs">The files that it reads.</param>
internal sealed record UnitState(string Name, ImmutableArray<ManagedFile> Inputs)
{
    /// <summary>It takes its configuration over without being started anew.</summary>
    public bool Reloads { get; init; }

    /// <summary>Timers and one-shot units that do not stay need not be active.</summary>
    public bool NeedsActive { get; init; } = true;

    public FactQuery.Unit Query => new(Name);

    private string Stamp => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Inputs.Select(file => file.Content.Digest)))))[..16];

    /// <summary>What is different, and what is done about it; null when nothing is.</summary>
    public (ImmutableArray<Difference> Differences, NodeAction Action)? Compare(Facts facts)
    {
        UnitFact now = facts.Of(Query);
        List<Difference> differences = [];
        if (!now.IsEnabled)
            differences.Add(new Difference.Value(Name, now.IsThere ? now.State : null, "enabled"));
        if (NeedsActive && !now.IsActive)
            differences.Add(new Difference.Value(Name, "not running", "running"));
        else if (now.Stamp != Stamp)
            differences.Add(new Difference.Value(Name, now.Stamp.Length == 0 ? "not known with which configuration" : "with another configuration", Reloads ? "reloaded" : "restarted"));
        return differences.Count == 0 ? null : ([.. differences], new NodeAction.StartUnit(Name, Stamp, now, Reloads));
    }
}
