using EdgeStack.Provisioning.Local;

namespace EdgeStack.Provisioning.Tests.Local;

public sealed class GatewayArgumentsTests
{
    [Fact]
    public void Folders_and_listeners_are_flags_of_the_gateway()
    {
        LocalAddresses addresses = new(LocalAddresses.OnLoopback(8080), LocalAddresses.OnLoopback(9902), LocalAddresses.OnLoopback(9901), LocalAddresses.OnLoopback(9910));

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
}
