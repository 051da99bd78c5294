using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>What a user may do.</summary>
/// <param name="Database">In which database; null for the whole server.</param>
/// <param name="Privileges">As MariaDB names them; <see cref="DatabasePrivileges.All"/> is all that can be done in a database.</param>
internal sealed record DatabaseGrant(string? Database, ImmutableArray<string> Privileges);
