using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>What an account may do somewhere.</summary>
/// <param name="On">As it stands in a statement: <c>*.*</c>, <c>`shop`.*</c>.</param>
/// <param name="Privileges">By their names in <c>information_schema</c>, or ALL.</param>
internal sealed record Grant(string On, ImmutableArray<string> Privileges)
{
    public const string Everywhere = "*.*";
}
