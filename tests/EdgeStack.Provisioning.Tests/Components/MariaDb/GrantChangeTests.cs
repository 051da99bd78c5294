using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Provisioning.Components.MariaDb;
using EdgeStack.Provisioning.Inventory;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

public sealed class GrantChangeTests
{
    private static readonly Gen<ImmutableSortedSet<string>> Some = OneOf([.. DatabasePrivileges.OfDatabase, GrantChange.GrantOption]).Array[0, 8].Select(names => names.ToImmutableSortedSet(StringComparer.Ordinal));

    private static readonly Gen<Dictionary<string, ImmutableSortedSet<string>>> Places = Gen.Select(Some, Some, Some, (server, one, other) => new Dictionary<string, ImmutableSortedSet<string>> { ["*.*"] = server, ["`a`.*"] = one, ["`b\\_c`.*"] = other });

    [Fact]
    public void What_is_different_between_any_two_states_leads_from_one_to_the_other() =>
        Gen.Select(Places, Places).Sample((now, then) =>
        {
            ImmutableArray<Grant> wanted = [.. then.Select(place => new Grant(place.Key, [.. place.Value.Where(privilege => privilege != GrantChange.GrantOption)]))];
            Dictionary<string, ImmutableSortedSet<string>> after = new(now);
            foreach (GrantChange change in GrantChange.Between(wanted, now))
                after[change.On] = after.GetValueOrDefault(change.On, []).Union(change.Given).Except(change.Taken);
            Assert.Equal(
                wanted.Where(grant => !grant.Privileges.IsEmpty).Select(grant => (grant.On, string.Join(',', grant.Privileges))).Order(),
                after.Where(place => !place.Value.IsEmpty).Select(place => (place.Key, string.Join(',', place.Value))).Order());
            Assert.Empty(GrantChange.Between(wanted, after));
        });

    [Fact]
    public void ALL_is_there_when_every_privilege_of_a_database_is_and_a_later_version_may_have_more()
    {
        ImmutableArray<Grant> all = [new("`a`.*", [DatabasePrivileges.All])];
        ImmutableSortedSet<string> every = [.. DatabasePrivileges.OfDatabase, "SHOW CREATE ROUTINE"];
        Assert.Empty(GrantChange.Between(all, Of(every)));
        Assert.Equal(["GRANT ALL ON `a`.* TO 'u'@'h'"], Statements(all, Of(every.Remove("TRIGGER"))));
        Assert.Equal(["REVOKE GRANT OPTION ON `a`.* FROM 'u'@'h'"], Statements(all, Of(every.Add(GrantChange.GrantOption))));
    }

    [Fact]
    public void What_was_given_by_hand_is_taken_after_what_is_missing_was_given() => Assert.Equal(
        ["GRANT SELECT ON `a`.* TO 'u'@'h'", "REVOKE DROP, INSERT ON `a`.* FROM 'u'@'h'", "REVOKE PROCESS ON *.* FROM 'u'@'h'"],
        Statements([new("`a`.*", ["SELECT"])], new Dictionary<string, ImmutableSortedSet<string>> { ["*.*"] = ["PROCESS"], ["`a`.*"] = ["INSERT", "DROP"] }));

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static IEnumerable<string> Statements(ImmutableArray<Grant> wanted, Dictionary<string, ImmutableSortedSet<string>> now) => GrantChange.Between(wanted, now).SelectMany(change => change.Statements("'u'@'h'"));

    private static Dictionary<string, ImmutableSortedSet<string>> Of(ImmutableSortedSet<string> privileges) => new() { ["`a`.*"] = privileges };
}
