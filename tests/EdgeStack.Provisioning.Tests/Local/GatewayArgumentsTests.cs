using System.Collections;
using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class GatewayArgumentsTests
{
    [Fact]
    public void Folders_and_listeners_are_flags_of_the_gateway()
    {
        LocalAddresses addresses = new(LocalAddresses.OnLoopback(8080), LocalAddresses.OnLoopback(9902), LocalAddresses.OnLoopback(9901));

        Assert.Equal(
            [
                "--routes", "/a b", "--routes", "/c",
                "--config", "/d.yaml",
                "--listeners.public", "http://127.0.0.1:8080",
                "--listeners.admin", "http://127.0.0.1:9902",
                "--listeners.metrics", "http://127.0.0.1:9901",
                "--shutdown.withStdin", "true",
                "--shutdown.grace", "3s",
            ],
            GatewayArguments.For(addresses, ["/a b", "/c"], "/d.yaml"));
    }

    [Theory]
    [InlineData("PATH", true)]
    [InlineData("LC_ALL", true)]
    [InlineData("DOTNET_ROOT", true)]
    [InlineData("KUBECONFIG", false)]
    [InlineData("CLOUDFLARE_API_TOKEN", false)]
    [InlineData("ASPNETCORE_URLS", false)]
    [InlineData("EDGESTACK__LISTENERS__PUBLIC", false)]
    [InlineData("http_proxy", false)]
    public void Only_what_the_gateway_needs_of_the_environment_reaches_it(string name, bool passed)
    {
        Hashtable inherited = new() { [name] = "value" };

        Assert.Equal(passed, !GatewayArguments.Environment(inherited).ContainsKey(name));
    }
}
