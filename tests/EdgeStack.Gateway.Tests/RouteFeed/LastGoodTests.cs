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
    public void A_middleware_that_is_not_implemented_leaves_its_route_as_it_was_and_lets_the_others_change() =>
        Assert.Equal(["a a.example", "b b2.example"], Served(Edits(Two,
            "routes: [ { name: a, host: a2.example, service: \"a:80\", middlewares: [ { retry: {} } ] }, { name: b, host: b2.example, service: \"b:80\" } ]")));

    [Theory]
    [InlineData("middlewares: [ { forwardAuth: { address: x } } ]")]
    [InlineData("midlewares: []")]
    [InlineData("limits: { bdy: 5 }")]
    [InlineData("upstreamTls: { caSecrt: ca }")]
    [InlineData("upstreamTSL: { caSecret: ca }")]
    [InlineData("basicAuth: { secret: users }")]
    [InlineData("ipWhitelist: [ 10.0.0.0/8 ]")]
    [InlineData("auth: { secret: users }")]
    [InlineData("ratelimt: { average: 5 }")]
    [InlineData("filters: [ { basicAuth: { secret: users } } ]")]
    [InlineData("plugins: [ basicauth ]")]
    [InlineData("sticky: { cookie: app, middlewares: [ { basicAuth: { secret: users } } ] }")]
    [InlineData("accessLog: { basicAuth: { secret: users } }")]
    [InlineData("middlewares: [ { stripPrefix: { prefixes: [ /v2 ], basicAuth: { secret: users } } } ]")]
    public void An_edit_that_asks_for_protection_never_leaves_the_unprotected_route_serving(string protection)
    {
        LastGood state = Edits(Two, $"routes: [ {{ name: a, host: a.example, service: \"a:80\", {protection} }}, {{ name: b, host: b.example, service: \"b:80\" }} ]");
        Assert.Contains("a a.example 503", Served(state));
        Assert.Contains("b b.example", Served(state));
        Assert.DoesNotContain("a a.example", Served(state));
        Assert.Equal(2, Served(state).Length);
    }

    [Fact]
    public void Protection_asked_for_beside_another_mistake_still_closes_its_route()
    {
        LastGood state = Edits(Two, "routes: [ { name: b, hots: x }, { name: renamed, host: a.example, service: \"a:80\", middlewares: [ { forwardAuth: {} } ] } ]");
        Assert.Equal(["a a.example 503", "b b.example", "renamed a.example 503"], Served(state));
    }

    [Fact]
    public void A_route_inserted_before_others_takes_nothing_from_them_although_their_places_move()
    {
        const string Unnamed = "routes: [ { host: a.example, service: \"a:80\" }, { host: z.example, service: \"z:80\" } ]";
        Assert.Equal(["default/o/0 b.example 503", "default/o/1 a.example", "default/o/2 z.example"], Served(Edits(Unnamed,
            "routes: [ { host: b.example, service: \"b:80\", middlewares: [ { retry: {} } ] }, { host: a.example, service: \"a:80\" }, { host: z.example, service: \"z:80\" } ]")));
        Assert.Equal(["default/o/0 a.example", "default/o/1 z.example", "default/o/0 b.example 503"], Served(Edits(Unnamed,
            "routes: [ { host: b.example, service: \"b:80\", middlewares: [ { forwardAuth: {} } ] }, { host: a.example, service: \"a:80\" }, { hots: z.example } ]")));
    }

    [Theory]
    [InlineData("auth: { secret: users }")]
    [InlineData("ipWhitelist: [ 10.0.0.0/8 ]")]
    [InlineData("basicAuth: { secret: users }")]
    [InlineData("midlewares: [ { basicAuth: { secret: users } } ]")]
    [InlineData("health: { path: /, basicAuth: { secret: users } }")]
    [InlineData("middlewares: [ { stripPrefix: { prefixes: [ /v2 ], basicAuth: { secret: users } } } ]")]
    [InlineData("middlewares: [ { authErrors: {} } ]")]
    public void Protection_that_is_misspelt_or_misplaced_under_a_later_version_never_serves_open(string protection)
    {
        string text = $"{{ version: 2, routes: [ {{ name: a, host: a.example, service: \"a:80\", {protection} }}, {{ name: b, host: b.example, service: \"b:80\", later: 1 }} ] }}";
        Assert.Equal(["a a.example 503", "b b.example"], Served(Edits(text)));
        Assert.Contains("a a.example 503", Served(Edits(Two, text)));
        Assert.DoesNotContain("a a.example", Served(Edits(Two, text)));
        Assert.DoesNotContain("a a.example", Served(Edits(Two, text, "routes: [ broken")));
    }

    [Theory]
    [InlineData("{ name: a, hots: a.example, service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] }")]
    [InlineData("{ hots: a.example, service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] }")]
    [InlineData("{ hots: a.example, service: \"a:80\", auth: {} }")]
    [InlineData("{ host: \"a.example:80\", service: \"a:80\", limits: { body: 5 } }")]
    [InlineData("{ match: \"Host(`a.exa\", service: \"a:80\", limits: { body: 5 } }")]
    [InlineData("{ service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] }")]
    [InlineData("{ hosts: [ c.example, \"a.example:80\" ], service: \"a:80\", limits: { body: 5 } }")]
    public void Protection_for_a_host_that_cannot_be_read_closes_what_the_edit_says_nothing_right_about(string route)
    {
        string[] served = Served(Edits(Two, $"routes: [ {route}, {{ name: b, host: b.example, service: \"b:80\" }} ]"));
        Assert.Contains("a a.example 503", served);
        Assert.Contains("b b.example", served);
        Assert.DoesNotContain("a a.example", served);
        Assert.Equal(["a a.example", "b b.example"], Served(Edits(Two, "routes: [ broken", Two)));
    }

    [Fact]
    public void A_misspelt_host_of_a_route_that_protects_closes_every_old_route_of_that_host()
    {
        LastGood state = Edits("routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" } ]",
            "routes: [ { name: a, host: a.example, service: \"a:80\" }, { hots: a.example, path: /admin, service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] }, { name: b, host: b.example, service: \"b:80\" } ]");
        Assert.DoesNotContain("a a.example", Served(state));
        Assert.Contains("b b.example", Served(state));
    }

    [Theory]
    [InlineData("{ routes: [ { name: a, host: a.example, service: \"a:80\" }, { basicAuth: { secret: users } }, { name: b, host: b.example, service: \"b:80\" } ] }")]
    [InlineData("{ routes: [ { name: a, host: a.example, service: \"a:80\" }, { middlewares: [ { basicAuth: { secret: users } } ] }, { name: b, host: b.example, service: \"b:80\" } ] }")]
    [InlineData("{ routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" }, [ basicAuth ] ] }")]
    [InlineData("{ routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" } ], middlewares: [ { basicAuth: { secret: users } } ] }")]
    [InlineData("{ version: 2, routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" } ], auth: {} }")]
    [InlineData("{ rutes: [ { name: a, host: a.example, service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] } ] }")]
    [InlineData("[ { name: a, host: a.example, service: \"a:80\", middlewares: [ { basicAuth: { secret: users } } ] } ]")]
    public void Protection_outside_of_every_route_closes_all_routes_of_its_document(string text)
    {
        Assert.All(Served(Edits(Two, text)), route => Assert.EndsWith(" 503", route, StringComparison.Ordinal));
        Assert.All(Served(Edits(text)), route => Assert.EndsWith(" 503", route, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("author: me")]
    [InlineData("stripPrefix: { prefixes: [ /v2 ] }")]
    [InlineData("sticky: { cookie: app, secure: true, httpOnly: true, sameSite: lax, maxAge: 5, path: /, secur: 1 }")]
    [InlineData("timeouts: { connect: 5s, request: 60s, idle: 10m, more: 1 }")]
    [InlineData("health: { path: /, interval: 1s, timeout: 1s, hostname: x.example, more: 1 }")]
    [InlineData("retry: { attempts: 2, holdFor: 5s, more: 1 }")]
    [InlineData("hosts: [ jwt, plugin ]")]
    [InlineData("accessLog: { exclude: \"Path(`/`)\", more: 1 }")]
    [InlineData("middlewares: [ { compress: { more: 1 } } ]")]
    [InlineData("contentSecurityPolicy: x")]
    public void A_mistake_that_has_nothing_to_do_with_protection_leaves_the_old_route_serving(string mistake) =>
        Assert.Equal(["a a.example", "b b.example"], Served(Edits(Two, $"routes: [ {{ name: a, host: a.example, service: \"a:80\", {mistake} }}, {{ name: b, host: b.example, service: \"b:80\" }} ]")));

    [Theory]
    [InlineData("middlewares: [ { stripPrefix: { prefixes: [ /v2 ] } } ], middlewares: [ { basicAuth: { secret: users } } ]")] // a key that stands twice
    [InlineData("middlewares: [ { basicAuth: { secret: users } ]")]
    [InlineData("middlewares: [ { basicAuth { secret: users } } ] }")]
    [InlineData("middlewares: [ { basic{Auth: { secret: users } } ]")]
    [InlineData("limits: { body: 5")]
    public void A_text_that_is_not_yaml_and_mentions_more_protection_than_before_closes_its_object(string protection)
    {
        LastGood state = Edits(Two, $"routes: [ {{ name: a, host: a.example, service: \"a:80\", {protection} }}, {{ name: b, host: b.example, service: \"b:80\" }} ]");
        Assert.Equal(["a a.example 503", "b b.example 503"], Served(state));
        Assert.Contains("asks for more protection than before", state.Serving[0].Quarantine!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_closed_stays_so_until_an_edit_is_right()
    {
        string broken = Two.Replace(" } ]", ", middlewares: [ { basicAuth: { secret: users } ]", StringComparison.Ordinal);
        Assert.Equal(["a a.example 503", "b b.example 503"], Served(Edits(Two, broken, "routes: [ broken")));
        Assert.Equal(["a a.example", "b b.example"], Served(Edits(Two, broken, Two)));
    }

    [Theory]
    [InlineData("host: auth.example, service: \"auth:80\" ] }")]
    [InlineData("name: limits, host: users.example, service: \"secret:http\" ] }")]
    [InlineData("host: c.example, service: \"c:80\", middlewares: [ { headers: { frameDeny: true } ] }")]
    [InlineData("host: c.example, service: \"c:80\" ] }\n# basicAuth: later")]
    public void A_text_that_is_not_yaml_and_mentions_no_more_protection_leaves_its_object_serving(string more) =>
        Assert.Equal(["a a.example", "b b.example"], Served(Edits(Two, Two.Replace(" } ]", $" }}, {{ {more}", StringComparison.Ordinal))));

    [Fact]
    public void A_route_that_is_moved_renamed_and_protected_in_a_rejected_edit_does_not_serve_unprotected_in_its_old_place()
    {
        LastGood state = Edits("routes: [ { name: old, match: \"Host(`a.example`) && PathPrefix(`/admin`)\", service: \"a:80\" }, { host: b.example, service: \"b:80\" } ]",
            "routes: [ { name: new, host: a.example, service: \"a:80\", middlewares: [ { forwardAuth: {} } ] }, { hots: b.example } ]");
        Assert.Equal(["old a.example 503", "default/o/1 b.example", "new a.example 503"], Served(state));
    }

    [Fact]
    public void An_object_that_was_never_right_is_served_as_far_as_its_present_version_is_right() =>
        Assert.Equal(["one a.example 503", "two b.example", "three c.example"], Served(Edits(
            "routes: [ { name: one, host: a.example, service: \"a:80\" }, { name: two, host: b.example } ]",
            "routes: [ { name: one, host: a.example }, { name: two, host: b.example, service: \"b:80\" }, { name: three, host: c.example, service: \"c:80\" } ]")));

    private const string AllowList = "middlewares: [ { ipAllowList: { sourceRange: [ 10.0.0.0/8 ] } } ]";

    [Theory]
    [InlineData("host: a.example, service: \"a:80\"", AllowList, "hots: b.example", "a a.example 503")] // protection added beside a mistake
    [InlineData("host: a.example, service: \"a:80\", " + AllowList, "middlewares: [ { ipAllowList: { sourceRange: [ 192.0.2.1 ] } } ]", "hots: b.example", "a a.example 503")] // changed
    [InlineData("host: a.example, service: \"a:80\", " + AllowList, AllowList, "hots: b.example", "a a.example")] // kept
    [InlineData("host: a.example, service: \"a:80\"", "limits: { body: 5 }", "hots: b.example", "a a.example 503")] // a limit added
    [InlineData("host: a.example, service: \"a:80\", limits: { body: 5 }", "limits: { body: 5 }", "hots: b.example", "a a.example")] // a limit kept
    [InlineData("host: a.example, service: \"a:443\"", "upstreamTls: { caSecret: ca }", "hots: b.example", "a a.example 503")] // verification asked for
    [InlineData("host: a.example, service: \"a:443\", upstreamTls: { caSecret: ca }", "upstreamTls: { caSecret: ca }", "hots: b.example", "a a.example")] // and kept
    [InlineData("host: a.example, service: \"a:443\", upstreamTls: { caSecret: ca }", "upstreamTls: { verify: false }", "hots: b.example", "a a.example")] // given up, but not in force
    [InlineData("host: a.example, service: \"a:80\", " + AllowList, "priority: 5", "hots: b.example", "a a.example")] // taken away, but not in force
    [InlineData("host: a.example, service: \"a:80\"", "middlewares: [ { ipAllowList: { sourceRange: [ 10.0.0.0/8 ] } }, { retry: {} } ]", "host: b.example, service: \"b:80\"", "a a.example 503")] // added beside a middleware that is not there yet
    public void Right_protection_in_an_edit_that_does_not_come_into_force_closes_its_route_unless_the_old_one_has_it(string before, string more, string other, string expected)
    {
        LastGood state = Edits($"routes: [ {{ name: a, {before} }}, {{ name: b, host: b.example, service: \"b:80\" }} ]",
            $"routes: [ {{ name: a, host: a.example, service: \"a:80\", {more} }}, {{ name: b, {other} }} ]");
        Assert.Equal([expected], Served(state).Where(route => route.StartsWith("a ", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"Hots(`x`)\"")]
    [InlineData("\"PathPrefix(`/x`)\"")]
    public void A_host_beside_a_rule_that_does_not_name_it_answers_503(string match) =>
        Assert.Equal(["default/o/0 a.example 503"], Served(Edits($"routes: [ {{ host: a.example, match: {match}, service: \"a:80\" }} ]")));

    [Fact]
    public void A_rule_that_cannot_be_read_keeps_its_hosts_from_being_unknown() =>
        Assert.Equal(["default/o/0 a.example 503"], Served(Edits("routes: [ { match: \"Host(`a.example`) && Hots(`x`)\", service: \"a:80\" } ]")));

    private static LastGood Edits(params string[] texts)
    {
        ImmutableArray<RouteReading> readings = [.. texts.Select(text => RouteReader.Read(new RouteObject(
            "default", "o", [new RouteDocument(text, new TextOrigin("o", "o.yaml"))], FromCluster: true)))];
        return readings.Skip(1).Aggregate(LastGood.First(readings[0]), (state, edit) => state.After(edit));
    }

    private static string[] Served(LastGood state) =>
        [.. state.Serving.Select(route => $"{route.Name} {string.Join(',', route.Rule.RequiredHosts)}{(route.Quarantine is null ? "" : " 503")}")];
}
