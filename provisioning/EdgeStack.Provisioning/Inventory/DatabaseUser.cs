using System.Collections.Immutable;

namespace EdgeStack.Provisioning.Inventory;

/// <summary>Who may log in to the database.</summary>
/// <param name="Name">The name.</param>
/// <param name="From">Where from: <see cref="Localhost"/>, <see cref="Origins"/>.</param>
/// <param name="Password">Where the password comes from.</param>
/// <param name="Grants">All that the user may do.</param>
internal sealed record DatabaseUser(string Name, ImmutableArray<string> From, SecretReference Password, ImmutableArray<DatabaseGrant> Grants)
{
    public const string Localhost = "localhost";
}
