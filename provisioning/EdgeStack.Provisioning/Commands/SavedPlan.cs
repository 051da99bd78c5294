using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeStack.Provisioning.Execution;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Commands;

/// <summary>A plan in a file: what was shown to somebody, so that exactly that is done later, or nothing. It is not a list of deeds: those are made anew and compared.</summary>
internal sealed class SavedPlan(PlanDocument document)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public PlanDocument Document => document;

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, InventoryFile inventory, string inventoryPath, ClusterRun run, Plan plan, DateTimeOffset now)
    {
        PlanDocument.Origin made = new(now, inventoryPath, inventory.Digest, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)))
        {
            Steps = run.Planner.Choice is { } choice ? [.. choice.Names] : null,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(PlanDocuments.Of(inventory.Cluster.Name, run.Nodes, run.Faults, plan, made), PlanJson.Default.PlanDocument);
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using FileStream file = new(path, options);
        file.Write(json);
    }

    /// <summary>Null when it cannot be used, which has been said.</summary>
    public static SavedPlan? Read(Surroundings surroundings, string written)
    {
        string path = Path.GetFullPath(written, surroundings.Directory);
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllBytes(path), PlanJson.Default.PlanDocument) is { SchemaVersion: PlanDocuments.Version, Made: not null } document)
                return new SavedPlan(document);
            surroundings.Screen.Failure($"{written}: is no plan that this version has saved; `edgestack plan -o FILE` saves one");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            surroundings.Screen.Failure($"{written}: {(fault is JsonException ? "is no plan: `edgestack plan -o FILE` saves one" : fault.Message)}");
        }

        return null;
    }

    /// <summary>Why it may not be applied with this inventory; null when it may.</summary>
    public string? RefusalOf(InventoryFile inventory) =>
        document.Hosts.Where(host => host.Fault is not null).Select(host => host.Name).ToArray() is { Length: > 0 } missing ? $"when the plan was made, {string.Join(", ", missing)} could not be asked"
        : inventory.Digest != document.Made!.InventoryDigest ? "the inventory is another one than when the plan was made"
        : null;

    /// <summary>What would be done now and is not in the plan, or the other way round.</summary>
    public ImmutableArray<string> Differing(InventoryFile inventory, ClusterRun run, Plan plan) =>
        PlanDocuments.Differing(document, PlanDocuments.Of(inventory.Cluster.Name, run.Nodes, run.Faults, plan, document.Made));
}
