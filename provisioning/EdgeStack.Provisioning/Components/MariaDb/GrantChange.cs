using System.Collections.Immutable;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Components.MariaDb;

/// <summary>What has to be given and taken somewhere, so that an account may do what it should and nothing else.</summary>
/// <param name="On">Where.</param>
/// <param name="Given">Privileges that are missing.</param>
/// <param name="Taken">Privileges that are too many.</param>
internal sealed record GrantChange(string On, ImmutableArray<string> Given, ImmutableArray<string> Taken)
{
    /// <summary>The right to hand on what one has; <c>information_schema</c> has it as a column beside each privilege.</summary>
    public const string GrantOption = "GRANT OPTION";

    /// <param name="wanted">One for each place.</param>
    /// <param name="now">Privileges by place.</param>
    /// <returns>Nothing for a place where nothing is different.</returns>
    public static ImmutableArray<GrantChange> Between(ImmutableArray<Grant> wanted, IReadOnlyDictionary<string, ImmutableSortedSet<string>> now)
    {
        ImmutableArray<GrantChange>.Builder changes = ImmutableArray.CreateBuilder<GrantChange>();
        foreach (string on in wanted.Select(grant => grant.On).Union(now.Keys, StringComparer.Ordinal))
        {
            ImmutableArray<string> asked = wanted.FirstOrDefault(grant => grant.On == on)?.Privileges ?? [];
            ImmutableSortedSet<string> had = now.GetValueOrDefault(on, []);
            bool isAll = asked.Contains(DatabasePrivileges.All);
            // A later version may have more of them, which ALL gives too.
            ImmutableArray<string> given = isAll ? had.IsSupersetOf(DatabasePrivileges.OfDatabase) ? [] : [DatabasePrivileges.All] : [.. asked.Where(privilege => !had.Contains(privilege))];
            ImmutableArray<string> taken = [.. had.Where(privilege => isAll ? privilege == GrantOption : !asked.Contains(privilege))];
            if (!given.IsEmpty || !taken.IsEmpty)
                changes.Add(new GrantChange(on, given, taken));
        }

        return changes.ToImmutable();
    }

    /// <summary>What does it.</summary>
    /// <param name="account">'name'@'host'.</param>
    public IEnumerable<string> Statements(string account)
    {
        // First what is given: between the two nobody lacks what they are to keep.
        if (!Given.IsEmpty)
            yield return $"GRANT {string.Join(", ", Given)} ON {On} TO {account}";
        if (!Taken.IsEmpty)
            yield return $"REVOKE {string.Join(", ", Taken)} ON {On} FROM {account}";
    }

    /// <summary>What takes it back. ALL was given to who had a part of it: that part is given again.</summary>
    /// <param name="account">'name'@'host'.</param>
    /// <param name="now">What the account may do there before the change.</param>
    public IEnumerable<string> Reverse(string account, IReadOnlyDictionary<string, ImmutableSortedSet<string>> now)
    {
        if (!Given.IsEmpty)
            yield return $"REVOKE {string.Join(", ", Given)} ON {On} FROM {account}";
        ImmutableSortedSet<string> had = now.GetValueOrDefault(On, []);
        string[] again = [.. Given.Contains(DatabasePrivileges.All) ? had.Where(privilege => privilege != GrantOption) : Taken.Where(privilege => privilege != GrantOption)];
        string option = Taken.Contains(GrantOption) ? " WITH GRANT OPTION" : "";
        if (again.Length > 0 || option.Length > 0)
            yield return $"GRANT {(again.Length > 0 ? string.Join(", ", again) : "USAGE")} ON {On} TO {account}{option}";
    }
}
