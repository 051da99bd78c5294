using System.Collections.Immutable;
using EdgeStack.Provisioning.Components.Backup;
using EdgeStack.Provisioning.Components.Base;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Components.Nfs;
using EdgeStack.Provisioning.Inventory;
using EdgeStack.Provisioning.Planning;

namespace EdgeStack.Provisioning.Components;

/// <summary>Which steps a node has, and in which order. Components meet here and nowhere else.</summary>
internal static class Catalogue
{
    /// <summary>The same for whoever only wants to know which steps there are: they cannot be judged.</summary>
    public static ImmutableArray<IStep> NamesOf(Node node, Cluster cluster) => StepsOf(node, cluster, Material.Nothing(cluster));

    public static ImmutableArray<IStep> StepsOf(Node node, Cluster cluster, Material material) =>
        [.. BaseSteps.Of(node, cluster), .. NfsSteps.Of(node, cluster), .. MariaDbSteps.Of(node, cluster, material.Database), .. BackupSteps.Of(node, cluster, material.Backup)];
}
