using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Where nodes see an export in their own tree.</summary>
/// <param name="Export">Its name.</param>
/// <param name="On">Names of the nodes.</param>
/// <param name="Path">Full path on them.</param>
internal sealed record NfsMount(string Export, ImmutableArray<string> On, string Path);
