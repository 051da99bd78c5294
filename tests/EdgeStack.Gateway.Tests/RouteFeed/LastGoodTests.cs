using System.Collections.Immutable;
using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.Tests.RouteFeed;

public sealed class LastGoodTests
{
    private const string Two = "routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" } ]";

    [Fact]
    public void A_broken_edit_leaves_every_route_of_the_object_as_it_was()
    {
        LastGood state = Edits(Two, "routes: [ { name: a, host: a2.example, service: \"a:80\" }, { name: b, hots: b.example } ]");
        Assert.True(state.IsRejected);
        Assert.Equal(["a a.example", "b b.example"], Served(state));
    }

    [Fact]
    public void A_right_edit_after_a_broken_one_counts()
    {
        LastGood state = Edits(Two, "routes: [ broken", "routes: [ { name: a, host: a3.example, service: \"a:80\" } ]");
        Assert.False(state.IsRejected);
        Assert.Equal(["a a3.example"], Served(state));
    }

    [Fact]
    public void An_object_that_was_never_right_serves_what_is_right_in_it_and_answers_503_for_the_rest() =>
        Assert.Equal(["a a.example", "b b.example 503"], Served(Edits("routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example } ]")));

    [Fact]
    public void A_field_that_is_not_implemented_leaves_its_route_as_it_was_and_lets_the_others_change() =>
        Assert.Equal(["a a.example", "b b2.example"], Served(Edits(Two,
            "routes: [ { name: a, host: a2.example, service: \"a:80\", timeouts: {} }, { name: b, host: b2.example, service: \"b:80\" } ]")));

    [Theory]
    [InlineData("middlewares: []")]
    [InlineData("midlewares: []")]
    [InlineData("limits: {}")]
    public void An_edit_that_asks_for_protection_never_leaves_the_unprotected_route_serving(string protection)
    {
        LastGood state = Edits(Two, $"routes: [ {{ name: a, host: a.example, service: \"a:80\", {protection} }}, {{ name: b, host: b.example, service: \"b:80\" }} ]");
        Assert.Contains("a a.example 503", Served(state));
        Assert.Contains("b b.example", Served(state));
        Assert.DoesNotContain("a a.example", Served(state));
    }

    [Fact]
    public void Protection_asked_for_beside_another_mistake_still_closes_its_route()
    {
        LastGood state = Edits(Two, "routes: [ { name: b, hots: x }, { name: renamed, host: a.example, service: \"a:80\", middlewares: [] } ]");
        Assert.Equal(["b b.example", "renamed a.example 503"], Served(state).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_of_the_unimplemented_language_keeps_its_hosts_from_being_unknown() =>
        Assert.Equal(["default/o/0 a.example 503"], Served(Edits("routes: [ { match: \"Host(`a.example`) && Method(`GET`)\", service: \"a:80\" } ]")));

    private static LastGood Edits(params string[] texts)
    {
        ImmutableArray<RouteReading> readings = [.. texts.Select(text => RouteReader.Read(new RouteObject(
            "default", "o", [new RouteDocument(text, new TextOrigin("o", "o.yaml"))], FromCluster: true)))];
        return readings.Skip(1).Aggregate(LastGood.First(readings[0]), (state, edit) => state.After(edit));
    }

    private static string[] Served(LastGood state) =>
        [.. state.Serving.Select(route => $"{route.Name} {string.Join(',', route.Rule.RequiredHosts)}{(route.Quarantine is null ? "" : " 503")}")];
}
