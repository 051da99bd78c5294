using System.Reflection;
using EdgeStack.Gateway.RouteFeed;
using Route = EdgeStack.Routes.Route;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>
/// No property of a route may be forgotten on the way from the document to the table: whatever an edit changes, what serves afterwards
/// has it. A property without a case here fails the test, so that a new one cannot be forgotten either.
/// </summary>
public sealed class EveryPropertyTests
{
    private const string Plain = "routes: [ { host: a.example, service: \"http://127.0.0.1:1\" } ]";

    // What each property is changed by, beginning from Plain.
    private static readonly Dictionary<string, string> Edits = new(StringComparer.Ordinal)
    {
        [nameof(Route.Name)] = "routes: [ { name: other, host: a.example, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.HasOwnName)] = "routes: [ { name: default/r.yaml/0, host: a.example, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Match)] = "routes: [ { match: 'Host( `a.example` )', service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Rule)] = "routes: [ { host: a.example, path: /b, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Priority)] = "routes: [ { host: a.example, priority: 7, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Services)] = "routes: [ { host: a.example, service: \"http://127.0.0.1:2\" } ]",
        [nameof(Route.Policy)] = "routes: [ { host: a.example, service: \"http://127.0.0.1:1\", passHost: false } ]",
        [nameof(Route.Sticky)] = "routes: [ { host: a.example, service: \"http://127.0.0.1:1\", sticky: { cookie: app } } ]",
        [nameof(Route.Where)] = "\n\nroutes: [ { host: a.example, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.AllowEncoded)] = "routes: [ { host: a.example, allowEncoded: [slash], service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Middlewares)] = "routes: [ { host: a.example, middlewares: [ { addPrefix: { prefix: /x } } ], service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.AccessLogExclude)] = "routes: [ { host: a.example, accessLog: { exclude: \"Method(`HEAD`)\" }, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Limits)] = "routes: [ { host: a.example, limits: { body: 5 }, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Protects)] = "routes: [ { host: a.example, limits: { body: 5 }, service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.PatternWeight)] = "routes: [ { match: 'Host(`a.example`) && PathRegexp(`b`)', service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.ChangesPath)] = "routes: [ { host: a.example, middlewares: [ { addPrefix: { prefix: /x } } ], service: \"http://127.0.0.1:1\" } ]",
        [nameof(Route.Quarantine)] = "routes: [ { host: a.example, service: \"http://127.0.0.1:1\", middlewares: [ { forwardAuth: { address: x } } ] } ]",
    };

    // Those of a bare document are always the same.
    private static readonly string[] Fixed = [nameof(Route.Namespace), nameof(Route.Age), nameof(Route.FromCluster)];

    public static TheoryData<string> Properties =>
        [.. typeof(Route).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Except(Fixed)];

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task An_edit_of_any_property_of_a_route_changes_what_serves(string property)
    {
        Assert.True(Edits.TryGetValue(property, out string? edit), $"say in {nameof(Edits)} how {nameof(Route)}.{property} is changed");
        using TemporaryFolder folder = new();
        folder.Write("r.yaml", Plain);
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        RouteSnapshot before = gateway.Routes;

        folder.Write("r.yaml", edit!);
        await Eventually.HoldsAsync(() => gateway.Routes.Revision > before.Revision, "a new table serves");
        RouteTarget old = Assert.Single(before.Targets), now = Assert.Single(gateway.Routes.Targets);
        Assert.NotEqual(Value(old, property), Value(now, property));
        Assert.Same(now, gateway.Routes.Table.Find(new EdgeStack.Routes.Rules.RequestFacts("a.example", "/b")));
        // What is built from the route must follow it as well.
        Assert.Equal(now.Route.Quarantine is null, now.Upstreams is not null);
        Assert.Equal(now.Route.Quarantine is null && now.Route.Middlewares.Count == 0, now.Middlewares is null && now.Upstreams is not null);
        Assert.Equal(now.Upstreams is null ? null : now.Route.Policy, now.Upstreams?.Policy);
        Assert.Equal(now.Upstreams is null ? null : now.Route.Sticky, now.Upstreams?.Sticky?.Cookie);
        Assert.Equal(property == nameof(Route.Services) ? "http://127.0.0.1:2" : now.Upstreams is null ? null : "http://127.0.0.1:1", now.Upstreams?.All.Single().Cluster.Current.Endpoints.Single());
    }

    private static object? Value(RouteTarget target, string property) => typeof(Route).GetProperty(property)!.GetValue(target.Route);
}
