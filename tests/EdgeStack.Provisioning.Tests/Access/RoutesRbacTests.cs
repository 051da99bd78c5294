using EdgeStack.Provisioning.Tests.AdminApi;

namespace EdgeStack.Provisioning.Tests.Access;

public sealed class RoutesRbacTests
{
    [Fact]
    public async Task A_role_for_each_namespace_names_the_secrets_of_its_routes_and_only_get()
    {
        using CommandHost host = new();
        host.Folder.Write("r.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: api, namespace: shop, labels: { edgestack.dev/routes: "true" } }
            data:
              routes.yaml: |
                routes:
                  - { host: a.example, service: "api:80", middlewares: [ { basicAuth: { secret: users } } ] }
                  - { host: b.example, service: "api:80", middlewares: [ { basicAuth: { secret: admins } } ] }
                  - { host: c.example, service: "api:80" }
                  - { host: d.example, service: "api:443", upstreamTls: { caSecret: api-ca } }
            """);
        Assert.Equal(0, await host.RunAsync("routes", "rbac", "r.yaml"));
        string text = host.Output.ToString()!;
        Assert.Contains("resourceNames: [\"admins\", \"api-ca\", \"users\"]", text, StringComparison.Ordinal);
        Assert.Contains("verbs: [get]\n", text, StringComparison.Ordinal);
        Assert.Contains("namespace: \"shop\"", text, StringComparison.Ordinal);
        Assert.Contains("- { kind: ServiceAccount, name: edgestack-gateway, namespace: edgestack }", text, StringComparison.Ordinal);
        Assert.DoesNotContain("list", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes:\n  - { host: b.example, service: 'api:80', middlewares: [ { basicAuth: { secret: two } } ]\n", "broken.yaml:")]
    [InlineData("routes:\n  - { host: b.example, service: 'api:80', middlewares: [ { basicAuth: { secret: two, relm: x } } ] }\n", "broken.yaml:2:")]
    [InlineData("routes:\n  - { host: b.example, service: 'api:80', upstreamTls: { caSecrt: two } }\n", "broken.yaml:2:")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: { labels: { edgestack.dev/routes: 'true' } }\ndata: { a.yaml: 'routes: []' }\n", "broken.yaml:")]
    public async Task Files_with_errors_print_nothing_that_would_take_away_a_secret_that_was_not_understood(string broken, string place)
    {
        using CommandHost host = new();
        host.Folder.Write("r/a.yaml", """routes: [ { host: a.example, service: "api:80", middlewares: [ { basicAuth: { secret: one } } ] } ]""");
        Assert.Equal(0, await host.RunAsync("routes", "rbac", "r"));
        Assert.Contains("resourceNames: [\"one\"]", host.Output.ToString()!, StringComparison.Ordinal);
        string before = host.Output.ToString()!;
        host.Folder.Write("r/broken.yaml", broken);
        Assert.Equal(1, await host.RunAsync("routes", "rbac", "r"));
        Assert.Equal(before, host.Output.ToString());
        Assert.Contains($"error: r/{place}", host.Error.ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_keep_nothing_from_being_printed()
    {
        using CommandHost host = new();
        host.Folder.Write("r/a.yaml", """
            routes:
              - { host: a.example, service: "api:80", middlewares: [ { basicAuth: { secret: one } } ] }
              - { host: a.example, service: "api:80", middlewares: [ { basicAuth: { secret: two } } ] }
            """);
        Assert.Equal(0, await host.RunAsync("routes", "rbac", "r"));
        Assert.Contains("resourceNames: [\"one\", \"two\"]", host.Output.ToString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_can_come_from_a_running_gateway()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync("""{ "routes": [ { "name": "a", "match": "m", "state": "quarantined", "secrets": [ "shop/users" ] } ], "problems": [ { "severity": "error", "kind": "secret", "message": "waiting for Secret shop/users" } ] }""");
        using CommandHost host = new();
        Assert.Equal(0, await host.RunAsync("routes", "rbac", "--admin", api.Address));
        Assert.Contains("resourceNames: [\"users\"]", host.Output.ToString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("document")]
    [InlineData("route")]
    public async Task A_gateway_whose_routes_have_errors_is_not_believed_to_know_all_names(string kind)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync($$"""
            {
              "routes": [ { "name": "a", "match": "m", "state": "active", "secrets": [ "shop/users" ] } ],
              "problems": [ { "severity": "error", "kind": "{{kind}}", "object": "ConfigMap shop/blog", "file": "routes.yaml", "line": 3, "message": "unknown field 'hots'" } ]
            }
            """);
        using CommandHost host = new();
        Assert.Equal(1, await host.RunAsync("routes", "rbac", "--admin", api.Address));
        Assert.Equal("", host.Output.ToString());
        Assert.Contains("error: ConfigMap shop/blog: routes.yaml:3: unknown field 'hots'", host.Error.ToString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "problems": [ null ], "routes": [] }""")]
    [InlineData("""{ "problems": [ { "severity": "error" } ], "routes": [] }""")]
    [InlineData("""{ "routes": [] }""")]
    public async Task An_answer_that_does_not_say_what_is_wrong_is_a_failure(string body)
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync(body);
        using CommandHost host = new();
        Assert.Equal(1, await host.RunAsync("routes", "rbac", "--admin", api.Address));
        Assert.Equal("", host.Output.ToString());
    }

    [Theory]
    [InlineData("routes", "rbac", "missing.yaml")]
    [InlineData("routes", "rbac", "--admin", "nonsense")]
    [InlineData("routes", "rbac", "--service-account", "nonsense")]
    public async Task Mistakes_are_usage_errors(params string[] arguments)
    {
        using CommandHost host = new();
        Assert.Equal(64, await host.RunAsync(arguments));
        Assert.Equal("", host.Output.ToString());
    }
}
