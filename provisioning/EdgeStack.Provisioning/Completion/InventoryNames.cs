using System.Collections.Immutable;
using EdgeStack.Provisioning.Components;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Completion;

/// <summary>Names that an inventory and its runs have, for whoever is in the middle of writing one. An inventory that cannot be used has none: this is no time for errors.</summary>
/// <param name="directory">Relative paths begin here.</param>
/// <param name="environment">Values for <c>${NAME}</c>.</param>
internal sealed class InventoryNames(string directory, Func<string, string?> environment)
{
    public ImmutableArray<string> Nodes(string file) => [.. Read(file)?.Nodes.Select(node => node.Name) ?? []];

    public ImmutableArray<string> Steps(string file)
    {
        return Read(file) is { } cluster
            ? [.. cluster.Nodes.SelectMany(node => Catalogue.NamesOf(node, cluster)).Select(step => step.Name).Distinct(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>The latest first.</summary>
    public ImmutableArray<string> Runs(string file)
    {
        string runs = ClusterFolder.Beside(Path.GetFullPath(file, directory)).Runs;
        // Only names as we give them: a folder may be called anything, and a shell would run what it reads there.
        return Directory.Exists(runs) ? [.. Directory.GetDirectories(runs).Select(run => Path.GetFileName(run)).Where(run => run.All(letter => char.IsAsciiDigit(letter) || letter == '-')).OrderDescending(StringComparer.Ordinal)] : [];
    }

    private Cluster? Read(string file)
    {
        try
        {
            return new InventoryReader(file, environment).Read(File.ReadAllText(Path.GetFullPath(file, directory))).Cluster;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
