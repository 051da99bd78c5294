using EdgeStack.Provisioning.Commands;

namespace EdgeStack.Provisioning.Tests.Components.MariaDb;

/// <summary>Secrets of the database are fetched before anything is planned, and only where something is planned for it.</summary>
public sealed class DatabaseMaterialTests : IDisposable
{
    private readonly CommandHost _host = new();

    public DatabaseMaterialTests() => _host.Folder.Write("cluster.yaml", $$"""
        apiVersion: edgestack.dev/v1alpha1
        kind: Cluster
        metadata: { name: home }
        spec:
          nodes:
            - { name: web, address: 127.0.0.1, roles: [agent], ssh: { port: {{FreePort.Closed()}} } }
            - { name: store, address: 127.0.0.1, roles: [database], ssh: { port: {{FreePort.Closed()}} } }
          database: { node: store, users: [{ name: shop, password: { prompt: true } }] }
        """);

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(null, "password of the database's user shop: nothing was written, or there is no terminal to ask at")]
    [InlineData("2short", "password of the database's user shop: is shorter than 8 characters")]
    public async Task Without_a_fit_password_nothing_is_planned(string? written, string said)
    {
        _host.Secret = written;
        Assert.Equal(ExitCode.Usage, await _host.RunAsync("plan"));
        Assert.Contains(said, _host.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_it_the_certificate_lies_beside_the_inventory()
    {
        _host.Secret = "long enough";
        Assert.Equal(ExitCode.Unreachable, await _host.RunAsync("plan"));
        Assert.Contains("BEGIN CERTIFICATE", File.ReadAllText(_host.Folder.File(".edgestack/certificates/ca.pem")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("undo")]
    [InlineData("plan", "--limit", "web")]
    public async Task What_plans_nothing_for_the_database_asks_for_no_password(params string[] arguments)
    {
        Assert.Equal(ExitCode.Unreachable, await _host.RunAsync(arguments));
        Assert.DoesNotContain("password", _host.Error.ToString(), StringComparison.Ordinal);
    }
}
