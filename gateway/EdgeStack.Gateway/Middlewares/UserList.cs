using System.Collections.Frozen;
using EdgeStack.Routes.Middlewares;

namespace EdgeStack.Gateway.Middlewares;

/// <summary>The users who may log in.</summary>
internal sealed class UserList
{
    private readonly FrozenDictionary<string, UserEntry> _users;

    /// <param name="users">At least one; of several with one name the last one counts.</param>
    public UserList(IReadOnlyCollection<UserEntry> users)
    {
        _users = users.GroupBy(user => user.Name, StringComparer.Ordinal).Select(same => same.Last()).ToFrozenDictionary(user => user.Name, StringComparer.Ordinal);
        Costliest = _users.Values.OrderBy(user => user.Hash.Kind).ThenByDescending(user => CostOf(user.Hash), StringComparer.Ordinal).First().Hash;
    }

    /// <summary>The hash that takes longest to verify: what an unknown user is held against.</summary>
    public PasswordHash Costliest { get; }

    public PasswordHash? HashOf(string user) => _users.GetValueOrDefault(user)?.Hash;

    // '$2y$12$…': two digits, so that text sorts as numbers do.
    private static string CostOf(PasswordHash hash) => hash.Kind == PasswordHashKind.Bcrypt ? hash.Text[4..6] : "";
}
