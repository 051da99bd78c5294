using System.Collections.Immutable;
using CsCheck;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Dns;

namespace EdgeStack.Provisioning.Tests.Dns;

public sealed class DnsPlanTests
{
    private static readonly Guid Tunnel = new("6ff42ae2-765d-4adf-8112-31c55c1551ef");
    private static readonly RecordOwnership Ownership = new(Tunnel);
    private static readonly Zone Zone = new() { Id = "z", Name = "example.com", Account = new Account { Id = "a" } };
    private static readonly string[] Names = ["a.example.com", "b.example.com", "*.example.com", "example.com", "x.y.example.com"];

    private static readonly Gen<DnsRecord> Record = Gen.Select(
        Gen.OneOf(Gen.Const("A"), Gen.Const("AAAA"), Gen.Const("CNAME"), Gen.Const("TXT"), Gen.Const("MX")),
        Gen.Int[0, Names.Length - 1],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Int[0, 1_000_000],
        (type, name, leads, says, proxied, id) => new DnsRecord
        {
            Id = $"{id}",
            Type = type,
            Name = Names[name],
            Content = leads ? Ownership.Content : "192.0.2.1",
            Comment = says ? Ownership.Comment : null,
            Proxied = proxied,
        });

    private static readonly Gen<(string[] Hosts, DnsRecord[] Records, string[] TakeOver, bool Prune, bool Wildcard)> World = Gen.Select(
        Gen.Int[0, Names.Length - 1].Array[0, 5].Select(picked => picked.Select(index => Names[index]).ToArray()),
        Record.Array[0, 8].Select(records => records.DistinctBy(record => record.Id).ToArray()),
        Gen.Int[0, Names.Length - 1].Array[0, 2].Select(picked => picked.Select(index => Names[index]).ToArray()),
        Gen.Bool,
        Gen.Bool);

    [Fact]
    public void What_is_somebody_elses_is_touched_only_where_its_name_was_said()
    {
        World.Sample(world =>
        {
            DnsPlan plan = PlanOf(world.Hosts, world.Records, world.TakeOver, world.Prune, world.Wildcard);
            HashSet<string> touched = [.. Touched(plan).Select(record => record.Id)];
            Assert.All(
                world.Records.Where(record => touched.Contains(record.Id) && !Ownership.IsOurs(record)),
                record => Assert.Contains(record.Name, world.TakeOver));
            Assert.All(world.Records.Where(record => !record.IsInTheWayOfCname), record => Assert.DoesNotContain(record.Id, touched));
        });
    }

    [Fact]
    public void Done_once_there_is_nothing_left_but_conflicts_and_what_nobody_told_to_delete()
    {
        World.Sample(world =>
        {
            DnsPlan first = PlanOf(world.Hosts, world.Records, world.TakeOver, world.Prune, world.Wildcard);
            DnsPlan second = PlanOf(world.Hosts, Applied(first, world.Records), world.TakeOver, world.Prune, world.Wildcard);
            Assert.All(second.Changes, change => Assert.Contains(change.Action, (string[])["keep", "conflict", "stale", "no-zone"]));
            Assert.Equal(first.HasConflicts, second.HasConflicts);
        });
    }

    [Fact]
    public void Every_name_of_a_route_is_in_the_plan_once()
    {
        World.Sample(world =>
        {
            DnsPlan plan = PlanOf(world.Hosts, world.Records, world.TakeOver, world.Prune, wildcard: false);
            Assert.Equal(world.Hosts.Distinct().Order(StringComparer.Ordinal), plan.Changes.Where(change => change is not DnsChange.Stale).Select(change => change.Name).Order(StringComparer.Ordinal));
        });
    }

    private static DnsPlan PlanOf(string[] hosts, DnsRecord[] records, string[] takeOver, bool prune, bool wildcard) => DnsPlan.Of(
        WantedName.Of(hosts, [Zone], wildcard),
        new Dictionary<string, ImmutableArray<DnsRecord>> { [Zone.Id] = [.. records] },
        [Zone],
        Ownership,
        new DnsWishes([.. takeOver], wildcard)).Pruning(_ => prune);

    private static IEnumerable<DnsRecord> Touched(DnsPlan plan) => plan.Changes.SelectMany(change => change switch
    {
        DnsChange.Update update => [update.Record],
        DnsChange.TakeOver over => over.Records,
        DnsChange.Stale { IsPruned: true } stale => [stale.Record],
        _ => ImmutableArray<DnsRecord>.Empty,
    });

    private static DnsRecord[] Applied(DnsPlan plan, DnsRecord[] records)
    {
        HashSet<string> gone = [.. Touched(plan).Select(record => record.Id)];
        IEnumerable<DnsRecord> made = plan.Changes.Where(change => change is DnsChange.Create or DnsChange.Update or DnsChange.TakeOver)
            .Select(change => new DnsRecord { Id = $"new {change.Name}", Type = "CNAME", Name = change.Name, Content = Ownership.Content, Comment = Ownership.Comment, Proxied = true });
        return [.. records.Where(record => !gone.Contains(record.Id)), .. made];
    }
}
