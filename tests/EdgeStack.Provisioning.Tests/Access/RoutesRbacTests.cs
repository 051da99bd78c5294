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

    [Fact]
    public async Task The_names_can_come_from_a_running_gateway()
    {
        await using FakeAdminApi api = await FakeAdminApi.StartAsync("""{ "routes": [ { "name": "a", "match": "m", "state": "quarantined", "secrets": [ "shop/users" ] } ] }""");
        using CommandHost host = new();
        Assert.Equal(0, await host.RunAsync("routes", "rbac", "--admin", api.Address));
        Assert.Contains("resourceNames: [\"users\"]", host.Output.ToString()!, StringComparison.Ordinal);
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
