using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Faults;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;
using EdgeStack.Provisioning.Remote;

namespace EdgeStack.Provisioning.Commands;

/// <summary>Makes documents of plans.</summary>
internal static class PlanDocuments
{
    public const int Version = 1;

    /// <param name="cluster">Its name.</param>
    /// <param name="nodes">All that the plan is about.</param>
    /// <param name="faults">Of those that could not be asked.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="made">For a saved plan.</param>
    public static PlanDocument Of(string cluster, IEnumerable<Node> nodes, IReadOnlyDictionary<string, RemoteFault> faults, Plan plan, PlanDocument.Origin? made = null) => new(Version, cluster,
    [
        .. nodes.Select(node => new PlanDocument.Host(
            node.Name,
            faults.TryGetValue(node.Name, out RemoteFault? fault) ? new PlanDocument.Problem(FaultCatalogue.Name(fault.Code), fault.Message, fault.Fix) : null,
            [.. plan.Steps.Where(step => step.Node == node).Select(step => Of(step, made))])),
    ])
    {
        Made = made,
    };

    /// <summary>Changes that the two plans do not have in common: <c>node1 base.ssh</c>.</summary>
    public static ImmutableArray<string> Differing(PlanDocument saved, PlanDocument now)
    {
        HashSet<(string, string, string?)> before = [.. Changes(saved)], after = [.. Changes(now)];
        before.SymmetricExceptWith(after);
        return [.. before.Select(change => $"{change.Item1} {change.Item2}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Host, string Step, string? Digest)> Changes(PlanDocument document) =>
        document.Hosts.SelectMany(host => host.Steps.Where(step => step.Outcome == "change").Select(step => (host.Name, step.Name, step.Digest)));

    private static PlanDocument.Step Of(PlannedStep planned, PlanDocument.Origin? made)
    {
        PlanDocument.Step step = new(planned.Step.Name, planned.Step.Title, "unchanged");
        return planned.Outcome switch
        {
            StepOutcome.Change change => step with
            {
                Outcome = "change",
                Risk = change.Risk.ToString().ToLowerInvariant(),
                Differences = [.. change.Differences.SelectMany(DifferenceText.Lines)],
                Digest = made is null ? null : Digest(change, made.Salt),
            },
            StepOutcome.Unsupported unsupported => step with { Outcome = "unsupported", Why = unsupported.Why },
            StepOutcome.Blocked blocked => step with { Outcome = "blocked", Obstacle = new PlanDocument.Problem(FaultCatalogue.Name(FaultCode.Blocked), blocked.Why, blocked.Fix) },
            _ => step,
        };
    }

    private static string Digest(StepOutcome.Change change, string salt)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromHexString(salt));
        foreach (NodeAction action in change.Actions)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{ActionScript.Call(action)}\n"));
            hash.AppendData(SHA256.HashData(ActionScript.InputOf(action)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
